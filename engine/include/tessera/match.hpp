// Which tile stands in which cell.
#pragma once

#include <tessera/export.hpp>
#include <tessera/library.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/session.hpp>
#include <tessera/source.hpp>

namespace tessera {

/// That a grid of cells can be cut from a source, before any work.
/// Throws: Error{invalid_argument} where the grid is absurd or the source has fewer px than cells
/// along a side.
TESSERA_API void check_grid(const Source &source, Grid grid, TileShape tile);

/// Cuts the source into cells and puts in each the tile whose descriptor is nearest to its own, by
/// squared Euclidean distance; exact, ties to the lowest TileId. The source is cropped centrally to
/// the mosaic's shape, never stretched. The same at any number of threads.
/// Cells are matched while the source is read: memory grows with a line of its px and by one
/// TileId for each cell. Progress: stage "match", px rows of the source as it is stored.
/// Throws: as check_grid(); Error{unreadable_image}; Error{cancelled}.
[[nodiscard]] TESSERA_API Mosaic match(const Source &source, const TileLibrary &library, Grid grid,
                                       const RunOptions &run = {});

} // namespace tessera
