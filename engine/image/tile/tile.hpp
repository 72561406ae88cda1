// From a photo to a tile.
#pragma once

#include <tessera/tile.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

struct Tile {
    std::vector<std::uint8_t> pixels; ///< height x width x 3 uint8 sRGB
    TileRecord record;                ///< all but `name`
    int crop = 0;                     ///< which of several parts of its photo; 0: it has just one
};

/// Reads a photo upright in sRGB and crops it to the tile's shape, shrinking while it decodes where
/// the format can. Photos smaller than the tile are enlarged. Thread-safe.
/// Throws: Error{unreadable_image}.
[[nodiscard]] Tile load_tile(const std::string &path, const TileOptions &options);

/// The px of a tile, of a frame's.
/// frame: height x width x 3 uint8 sRGB, row-major; returns the same of the tile. Thread-safe.
[[nodiscard]] std::vector<std::uint8_t> tile_of_frame(std::span<const std::uint8_t> frame,
                                                      Size size, const TileOptions &options);

} // namespace tessera::internal
