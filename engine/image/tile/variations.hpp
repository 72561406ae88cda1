// All tiles that one photo gives.
#pragma once

#include "image/tile/tile.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::internal {

/// Its crops, each as it is and then varied options.copies times. What was drawn for a variation
/// follows from the seed and the photo's contents alone. Thread-safe.
/// Throws: Error{unreadable_image}.
[[nodiscard]] std::vector<Tile> load_tiles(const std::string &path, const TileOptions &options);

/// A number that tiles of the same part of the same photo share, and copies of it; never 0.
[[nodiscard]] std::uint64_t picture_of(const Tile &tile);

} // namespace tessera::internal
