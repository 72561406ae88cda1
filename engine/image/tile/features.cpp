#include "image/tile/features.hpp"

#include "image/colour/area.hpp"

#include <algorithm>

namespace tessera::internal {
namespace {

constexpr Grid fingerprint_grid{9, 8};
constexpr double least_step = 2; // of luma: less is noise

double luma(const double *rgb) { return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]; }

std::uint64_t fingerprint_of(std::span<const std::uint8_t> pixels, TileShape shape) {
    const auto parts = area_averages(pixels, shape, fingerprint_grid);
    std::uint64_t bits = 0;
    for (int row = 0; row < fingerprint_grid.rows; ++row)
        for (int column = 0; column + 1 < fingerprint_grid.columns; ++column) {
            const double *part = &parts[std::size_t(row * fingerprint_grid.columns + column) * 3];
            bits = bits << 1 | std::uint64_t{luma(part) + least_step < luma(part + 3)};
        }
    return bits;
}

} // namespace

TileFeatures features_of(std::span<const std::uint8_t> pixels, TileShape shape) {
    TileFeatures features;
    std::ranges::copy(area_averages(pixels, shape, {1, 1}), features.mean.begin());
    std::ranges::transform(area_averages(pixels, shape, {parts_of_side, parts_of_side}),
                           features.parts.begin(),
                           [](double mean) { return static_cast<float>(mean); });
    features.fingerprint = fingerprint_of(pixels, shape);
    return features;
}

} // namespace tessera::internal
