// Why: docs/decisions/cells-are-whole-pixels.md

#include <tessera/error.hpp>
#include <tessera/geometry.hpp>

#include <algorithm>
#include <cmath>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

/// Nearest int of at least 1.
int at_least_one(double value) {
    return static_cast<int>(std::clamp(std::nearbyint(value), 1.0, 2e9));
}

double ratio(Size size) {
    return static_cast<double>(size.width) / static_cast<double>(size.height);
}

double ratio(TileShape tile) { return static_cast<double>(tile.width) / tile.height; }

} // namespace

Size mosaic_size(Grid grid, TileShape tile) {
    if (grid.columns < 1 || grid.rows < 1)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a grid needs at least one column and one row, not {} x {}",
                                grid.columns, grid.rows));
    if (tile.width < 1 || tile.height < 1)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("a tile needs at least 1 x 1 px, not {} x {}", tile.width, tile.height));
    const Size size{std::int64_t{grid.columns} * tile.width, std::int64_t{grid.rows} * tile.height};
    if (std::max(size.width, size.height) > max_side)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} x {} cells of {} x {} px make a mosaic of {} x {} px; a side "
                                "holds at most {} px",
                                grid.columns, grid.rows, tile.width, tile.height, size.width,
                                size.height, max_side));
    return size;
}

Rect central_crop(Size picture, Grid grid, TileShape tile) {
    const Size mosaic = mosaic_size(grid, tile);
    const int width = static_cast<int>(picture.width), height = static_cast<int>(picture.height);
    if (ratio(picture) > ratio(mosaic)) {
        const int crop = std::min(width, at_least_one(static_cast<double>(height * mosaic.width) /
                                                      static_cast<double>(mosaic.height)));
        return {(width - crop) / 2, 0, crop, height};
    }
    const int crop = std::min(height, at_least_one(static_cast<double>(width * mosaic.height) /
                                                   static_cast<double>(mosaic.width)));
    return {0, (height - crop) / 2, width, crop};
}

Grid grid_across(int columns, Size picture, TileShape tile) {
    if (columns < 1)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a grid needs at least one column, not {}", columns));
    return {columns, at_least_one(columns * ratio(tile) / ratio(picture))};
}

Grid grid_of_about(std::uint64_t cells, Size picture, TileShape tile) {
    const double columns = std::sqrt(static_cast<double>(cells) * ratio(picture) / ratio(tile));
    return grid_across(std::min(at_least_one(columns), static_cast<int>(picture.width)), picture,
                       tile);
}

std::vector<Interval> split_evenly(int begin, int length, int parts) {
    std::vector<Interval> intervals(static_cast<std::size_t>(parts));
    const auto edge = [&](std::int64_t i) { return begin + static_cast<int>(i * length / parts); };
    for (int i = 0; i < parts; ++i)
        intervals[static_cast<std::size_t>(i)] = {edge(i), std::max(edge(i) + 1, edge(i + 1))};
    return intervals;
}

} // namespace tessera
