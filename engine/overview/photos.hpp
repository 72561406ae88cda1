// Which photos a mosaic is made of.
#pragma once

#include <tessera/overview.hpp>

#include <cstdint>
#include <vector>

namespace tessera::internal {

/// Cells that each tile of the library stands in, by id, whichever way it is laid.
[[nodiscard]] std::vector<std::uint64_t> tile_uses(const Mosaic &mosaic);

/// A tile, upright, no longer than so many px. Thread-safe. Throws: Error{corrupt_store}.
[[nodiscard]] EncodedImage thumbnail_of(const TileStore &store, TileId id, int longest);

/// Fills in the lists of photos. uses: as of tile_uses().
void list_photos(const Mosaic &mosaic, const std::vector<std::uint64_t> &uses,
                 const OverviewOptions &options, Overview &overview);

} // namespace tessera::internal
