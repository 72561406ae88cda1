#include "overview/map.hpp"

#include "overview/encode.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tessera::internal {
namespace {

constexpr std::array<Rgb, 9> magma_reversed = {{{252, 253, 191},
                                                {254, 202, 141},
                                                {253, 150, 104},
                                                {241, 96, 93},
                                                {205, 64, 113},
                                                {158, 47, 127},
                                                {114, 31, 129},
                                                {68, 15, 118},
                                                {24, 15, 61}}};

constexpr std::array<Rgb, 9> viridis = {{{68, 1, 84},
                                         {71, 44, 122},
                                         {59, 81, 139},
                                         {44, 113, 142},
                                         {33, 144, 141},
                                         {39, 173, 129},
                                         {92, 200, 99},
                                         {170, 220, 50},
                                         {253, 231, 37}}};

std::uint8_t between(std::uint8_t a, std::uint8_t b, double share) {
    return static_cast<std::uint8_t>(std::lround(std::lerp(double(a), double(b), share)));
}

} // namespace

std::span<const Rgb> error_scale() { return magma_reversed; }
std::span<const Rgb> use_scale() { return viridis; }

Rgb colour_at(std::span<const Rgb> scale, double position) {
    const double at = std::clamp(position, 0.0, 1.0) * double(scale.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(at), scale.size() - 2);
    const double share = at - double(below);
    const Rgb a = scale[below], b = scale[below + 1];
    return {between(a.red, b.red, share), between(a.green, b.green, share),
            between(a.blue, b.blue, share)};
}

std::vector<std::uint8_t> draw_map(const CellMeans &positions, std::span<const Rgb> scale) {
    std::vector<std::uint8_t> pixels(positions.px().cells() * 4);
    for (std::size_t px = 0; px < positions.px().cells(); ++px)
        if (const auto position = positions.at(px)) {
            const Rgb colour = colour_at(scale, *position);
            pixels[4 * px] = colour.red;
            pixels[4 * px + 1] = colour.green;
            pixels[4 * px + 2] = colour.blue;
            pixels[4 * px + 3] = 255;
        }
    return pixels;
}

void MapBuilder::add(std::uint64_t cell, double value, double position) {
    positions_.add(cell, position);
    least_ = count_ ? std::min(least_, value) : value;
    most_ = count_ ? std::max(most_, value) : value;
    sum_ += value;
    ++count_;
}

CellMap MapBuilder::build(std::span<const Rgb> scale, double scale_end) const {
    CellMap map;
    map.picture = encode_map(view_of(draw_map(positions_, scale), size_of(positions_.px()), 4));
    map.least = least_;
    map.mean = count_ ? sum_ / double(count_) : 0;
    map.most = most_;
    map.scale_end = scale_end;
    map.scale.assign(scale.begin(), scale.end());
    return map;
}

} // namespace tessera::internal
