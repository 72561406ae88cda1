// Shapes and sizes: tiles, grids, and how a source is cut for them. All lengths are px.
#pragma once

#include <tessera/export.hpp>

#include <cstdint>
#include <vector>

namespace tessera {

/// Longest side of a mosaic, px: the limit of libvips before 8.16.
inline constexpr std::int64_t max_side = 10'000'000;

struct Rgb {
    std::uint8_t red = 255, green = 255, blue = 255;

    bool operator==(const Rgb &) const = default;
};

/// Width x height of every tile of a library, px.
struct TileShape {
    int width = 128;
    int height = 128;

    /// Bytes of one tile: height x width x 3.
    [[nodiscard]] std::uint64_t bytes() const noexcept {
        return static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) * 3;
    }
    bool operator==(const TileShape &) const = default;
};

/// How a source is cut into cells.
struct Grid {
    int columns = 0;
    int rows = 0;

    [[nodiscard]] std::uint64_t cells() const noexcept {
        return static_cast<std::uint64_t>(columns) * static_cast<std::uint64_t>(rows);
    }
    bool operator==(const Grid &) const = default;
};

struct Size {
    std::int64_t width = 0;
    std::int64_t height = 0;

    bool operator==(const Size &) const = default;
};

/// A rectangle of pixels.
struct Rect {
    int left = 0, top = 0, width = 0, height = 0;

    bool operator==(const Rect &) const = default;
};

/// What of a mosaic decides which files can hold it; known before any work.
struct MosaicForm {
    Grid grid{};
    TileShape tile{};
    bool alpha = false; ///< whether some cells are transparent
};

/// Size of a mosaic. Throws: Error{invalid_argument} where a count or a side isn't positive, or the
/// mosaic would exceed max_side.
[[nodiscard]] TESSERA_API Size mosaic_size(Grid grid, TileShape tile);

/// The largest central rectangle of a picture that has the mosaic's shape, rounded to whole px.
/// REQUIRES: all sizes positive.
[[nodiscard]] TESSERA_API Rect central_crop(Size picture, Grid grid, TileShape tile);

/// A grid of `columns` columns whose cells of the tile's shape cover the picture best.
/// Throws: Error{invalid_argument} for less than one column.
[[nodiscard]] TESSERA_API Grid grid_across(int columns, Size picture, TileShape tile);

/// A grid of about `cells` cells of the tile's shape, and at least one.
[[nodiscard]] TESSERA_API Grid grid_of_about(std::uint64_t cells, Size picture, TileShape tile);

/// Positions [begin, end) along a side, px.
struct Interval {
    int begin = 0, end = 0;

    bool operator==(const Interval &) const = default;
};

/// The px [begin, begin + length) in `parts` parts, in order, whose lengths differ by one px at
/// most. With more parts than px, a part that would have none takes the px that it lies on.
/// REQUIRES: 1 <= parts, 1 <= length.
[[nodiscard]] TESSERA_API std::vector<Interval> split_evenly(int begin, int length, int parts);

} // namespace tessera
