#include "image/colour/lab.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <random>
#include <vector>

namespace tessera {
using namespace internal;

TEST_CASE("colour: the rough Lab is within 0.001 of the exact one, from black to white") {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> level(0, 255);
    for (int i = 0; i < 20'000; ++i) {
        std::array<double, 3> rgb = {level(random), level(random), level(random)};
        if (i % 4 == 0) // dark, where the curves are steepest
            for (double &value : rgb)
                value /= 40;
        if (i < 256)
            rgb.fill(i);
        const Lab exact = to_lab(rgb.data());
        Lab rough;
        to_lab_roughly(rgb, {&rough, 1});
        for (std::size_t channel = 0; channel < 3; ++channel)
            REQUIRE(std::abs(exact[channel] - rough[channel]) < 0.001);
    }
}

TEST_CASE("colour: the rough Lab of many is that of each") {
    std::vector<double> rgb;
    for (int i = 0; i < 3 * 37; ++i)
        rgb.push_back(i * 91 % 256);
    std::vector<Lab> labs(37);
    to_lab_roughly(rgb, labs);
    for (std::size_t i = 0; i < labs.size(); ++i) {
        Lab alone;
        to_lab_roughly(std::span(rgb).subspan(3 * i, 3), {&alone, 1});
        CHECK(labs[i] == alone);
    }
}

} // namespace tessera
