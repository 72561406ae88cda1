#include "match/tint.hpp"

#include "image/colour/lab.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

using Colour = std::array<double, 3>;

constexpr double closer = 0.9; // how a tint that goes too far is made less

/// The whole number of steps nearest to a part of the way, within what a Tint holds.
std::int8_t whole_steps(double way, double step) {
    constexpr double most = std::numeric_limits<std::int8_t>::max();
    const double steps =
        std::clamp(std::round(way / step), -std::floor(most / step), std::floor(most / step));
    return static_cast<std::int8_t>(std::round(steps * step));
}

Colour tinted(const double *tile, Tint tint) {
    return {std::clamp(tile[0] + tint.red, 0.0, 255.0),
            std::clamp(tile[1] + tint.green, 0.0, 255.0),
            std::clamp(tile[2] + tint.blue, 0.0, 255.0)};
}

} // namespace

Tint tint_towards(const double *cell, const double *tile, const TintOptions &options) {
    const double step = 256.0 / options.levels;
    const Lab before = to_lab(tile);
    for (double strength = options.strength; strength > 0; strength *= closer) {
        const auto part = [&](int channel) {
            return whole_steps(strength * (cell[channel] - tile[channel]), step);
        };
        const Tint tint{part(0), part(1), part(2)};
        if (tint == Tint{} || options.most == 0 ||
            delta_e_2000(before, to_lab(tinted(tile, tint).data())) <= options.most)
            return tint;
    }
    return {};
}

void check_tint(const TintOptions &options) {
    const auto refuse = [](const char *what, auto range, double found) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} is {}, not {}", what, range, found));
    };
    if (!(options.strength >= 0 && options.strength <= 1))
        refuse("the strength of the tint", "0 to 1", options.strength);
    if (!(options.most >= 0 && std::isfinite(options.most)))
        refuse("the most that a tile is tinted", "0 or more", options.most);
    if (options.levels < 2 || options.levels > 256)
        refuse("the number of tints' levels", "2 to 256", options.levels);
}

} // namespace tessera::internal
