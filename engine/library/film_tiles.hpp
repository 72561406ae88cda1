// Tiles of films: animations and videos.
#pragma once

#include "image/tile/tile.hpp"

#include <tessera/run.hpp>

#include <string>
#include <vector>

namespace tessera::internal {

/// Whether a file of that name gives tiles of its frames.
[[nodiscard]] bool is_film(const std::string &path, const TileOptions &options);

/// A tile of each frame that is wanted, in order. Thread-safe. run: `cancel` counts.
/// REQUIRES: is_film(). Throws: Error{unreadable_image}; Error{unsupported} without ffmpeg, or
/// where the tiles are too many for memory; Error{cancelled}.
[[nodiscard]] std::vector<Tile> load_film(const std::string &path, const TileOptions &options,
                                          const RunOptions &run);

} // namespace tessera::internal
