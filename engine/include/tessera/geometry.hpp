// Shapes and sizes of tiles, grids and mosaics, and how a source is cut for them. All lengths are
// in px.
#pragma once

#include <tessera/export.hpp>

#include <cstdint>
#include <vector>

namespace tessera {

/// Longest side of a mosaic, px: the limit of libvips before 8.16.
inline constexpr std::int64_t max_side = 10'000'000;

/// A colour, sRGB. The default is white.
struct Rgb {
    std::uint8_t red = 255, green = 255, blue = 255;

    bool operator==(const Rgb &) const = default;
};

/// The shape of all tiles of a library, px.
struct TileShape {
    int width = 128;
    int height = 128;

    /// Returns the bytes of one tile: height x width x 3.
    [[nodiscard]] std::uint64_t bytes() const noexcept {
        return static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) * 3;
    }
    bool operator==(const TileShape &) const = default;
};

/// The number of cells that a source is cut into.
struct Grid {
    int columns = 0;
    int rows = 0;

    /// Returns the number of cells.
    [[nodiscard]] std::uint64_t cells() const noexcept {
        return static_cast<std::uint64_t>(columns) * static_cast<std::uint64_t>(rows);
    }
    bool operator==(const Grid &) const = default;
};

/// A width and a height, px.
struct Size {
    std::int64_t width = 0;
    std::int64_t height = 0;

    bool operator==(const Size &) const = default;
};

/// A rectangle of whole pixels.
struct Rect {
    int left = 0, top = 0, width = 0, height = 0;

    bool operator==(const Rect &) const = default;
};

/// The properties of a mosaic that decide which files can hold it. They are known before any work.
struct MosaicForm {
    Grid grid{};
    TileShape tile{};
    bool alpha = false; ///< true if some cells are transparent
};

/// Returns the size of a mosaic, px.
/// Throws: Error{invalid_argument} if a count or a side isn't positive, or if the mosaic would
/// exceed max_side.
[[nodiscard]] TESSERA_API Size mosaic_size(Grid grid, TileShape tile);

/// Returns the largest central rectangle of a picture that has the mosaic's shape, rounded to whole
/// px.
/// REQUIRES: all sizes are positive.
[[nodiscard]] TESSERA_API Rect central_crop(Size picture, Grid grid, TileShape tile);

/// Returns a grid of `columns` columns. Its number of rows makes the mosaic's shape fit the picture
/// best.
/// Throws: Error{invalid_argument} for less than one column.
[[nodiscard]] TESSERA_API Grid grid_across(int columns, Size picture, TileShape tile);

/// Returns a grid of about `cells` cells, and at least one, whose shape fits the picture best.
[[nodiscard]] TESSERA_API Grid grid_of_about(std::uint64_t cells, Size picture, TileShape tile);

/// Positions [begin, end) along a side, px.
struct Interval {
    int begin = 0, end = 0;

    bool operator==(const Interval &) const = default;
};

/// Splits the px [begin, begin + length) into `parts` parts, in order. Their lengths differ by at
/// most one px. If there are more parts than px, each part has one px, which neighbours may share.
/// REQUIRES: 1 <= parts, 1 <= length.
[[nodiscard]] TESSERA_API std::vector<Interval> split_evenly(int begin, int length, int parts);

} // namespace tessera
