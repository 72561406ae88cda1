// Grey pictures that tell something of each cell: which are filled, and which matter most.
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>

#include <vector>

namespace tessera::internal {

/// Whether each cell's mean is at least half of white; rows x columns, row-major. The picture is
/// cropped centrally to the mosaic's shape. Progress: stage "mask", px rows.
/// Throws: Error{invalid_argument} where that is no cell at all; Error{unreadable_image};
/// Error{cancelled}.
[[nodiscard]] std::vector<bool> filled_cells(const Source &mask, Grid grid, TileShape tile,
                                             const RunOptions &run);

/// How much each cell's distance weighs: 1 where the picture is black to 4 where it is white; rows
/// x columns. Otherwise as filled_cells().
[[nodiscard]] std::vector<float> cell_weights(const Source &importance, Grid grid, TileShape tile,
                                              const RunOptions &run);

} // namespace tessera::internal
