#include "image/features.hpp"

#include "image/area.hpp"
#include "image/guard.hpp"
#include "image/memory.hpp"

#include <algorithm>
#include <vips/vips8>

namespace tessera {
using vips::VImage;
namespace {

// Rows of vips stats: all bands together, then each. Columns: minimum, maximum, sum, sum of
// squares, mean.
constexpr int stats_mean = 4;
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

std::vector<TileFeatures> features_of(std::span<const std::vector<std::uint8_t> *const> tiles,
                                      TileShape shape) {
    std::vector<TileFeatures> result(tiles.size());
    std::vector<VImage> pictures;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        pictures.push_back(view_pixels(*tiles[i], shape.width, shape.height, 3));
        const auto parts = area_averages(*tiles[i], shape, {parts_of_side, parts_of_side});
        std::ranges::transform(parts, result[i].parts.begin(),
                               [](double mean) { return static_cast<float>(mean); });
        result[i].fingerprint = fingerprint_of(*tiles[i], shape);
    }
    guarded(ErrorCode::unsupported, "libvips can't compute the means of tiles", [&] {
        const VImage stats = VImage::bandjoin(pictures).stats();
        const auto *row = static_cast<const double *>(stats.data());
        for (TileFeatures &features : result)
            for (double &mean : features.mean) {
                row += stats.width();
                mean = row[stats_mean];
            }
    });
    return result;
}

} // namespace tessera
