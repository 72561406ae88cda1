#include "match/tint.hpp"

#include "image/colour/lab.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <random>

namespace tessera {
using namespace internal;

TEST_CASE("tint: goes its part of the way, in whole steps") {
    const double cell[] = {100, 150, 200}, tile[] = {60, 150, 220};
    CHECK(tint_towards(cell, tile, {.strength = 1, .levels = 256}) == Tint{40, 0, -20});
    CHECK(tint_towards(cell, tile, {.strength = 0.5, .levels = 256}) == Tint{20, 0, -10});
    CHECK(tint_towards(cell, tile, {.strength = 1, .levels = 16}) == Tint{48, 0, -16});
    CHECK(tint_towards(cell, tile, {.strength = 0}) == Tint{});
}

TEST_CASE("tint: the longest way is as long as a Tint holds") {
    const double black[] = {0, 0, 0}, white[] = {255, 255, 255};
    CHECK(tint_towards(white, black, {.strength = 1, .levels = 256}) == Tint{127, 127, 127});
    CHECK(tint_towards(black, white, {.strength = 1, .levels = 16}) == Tint{-112, -112, -112});
}

TEST_CASE("tint: never moves a tile's mean further than allowed") {
    std::mt19937 random(1);
    const auto value = [&] { return static_cast<double>(random() % 256); };
    int tinted = 0;
    for (int i = 0; i < 2000; ++i) {
        const double cell[] = {value(), value(), value()}, tile[] = {value(), value(), value()};
        const double most = 1 + static_cast<double>(random() % 10);
        const Tint tint = tint_towards(cell, tile, {.strength = 1, .most = most, .levels = 64});
        const double moved[] = {std::clamp(tile[0] + tint.red, 0.0, 255.0),
                                std::clamp(tile[1] + tint.green, 0.0, 255.0),
                                std::clamp(tile[2] + tint.blue, 0.0, 255.0)};
        CHECK(delta_e_2000(to_lab(tile), to_lab(moved)) <= most);
        tinted += tint != Tint{};
    }
    CHECK(tinted > 1500);
}

TEST_CASE("tint: numbers out of range are refused") {
    for (const TintOptions &options :
         {TintOptions{.strength = 1.1}, TintOptions{.strength = -0.1}, TintOptions{.most = -1},
          TintOptions{.levels = 1}, TintOptions{.levels = 257}})
        CHECK_THROWS_AS(check_tint(options), Error);
    CHECK_NOTHROW(check_tint({.strength = 1, .most = 3, .levels = 2}));
}

} // namespace tessera
