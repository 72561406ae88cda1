// Several parts of a photo.
// Why: docs/decisions/crops-come-from-one-shrunk-photo.md
#pragma once

#include "image/tile/tile.hpp"

#include <tessera/geometry.hpp>

#include <vector>

namespace tessera::internal {

/// Where tiles are cut from a photo, which is shrunk first.
struct CropGrid {
    Size photo{}; ///< of the shrunk photo, px
    Grid places{1, 1};
};

/// Places for `crops` tiles that don't overlap. The photo stays as large as it needs to be for
/// that, and is never enlarged beyond what a single tile takes, so that there may be fewer.
[[nodiscard]] CropGrid crop_grid(Size photo, TileShape tile, int crops);

/// Tiles of different parts of a photo, at most options.crops: spread evenly, nearest to its centre
/// first; or for other crops than Crop::centre those where most is to be seen, each without what
/// the others show. In the order of their rows and columns. Thread-safe.
/// Throws: Error{unreadable_image}.
[[nodiscard]] std::vector<Tile> load_crops(const std::string &path, const TileOptions &options);

} // namespace tessera::internal
