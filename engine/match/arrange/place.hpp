// Tiles for all cells of a layout at once.
#pragma once

#include "match/assign/limits.hpp"
#include "match/cells/layout.hpp"
#include "match/tiles.hpp"

#include <tessera/match.hpp>
#include <tessera/run.hpp>

#include <vector>

namespace tessera::internal {

struct Placed {
    std::vector<Placement> placements{}; ///< of the layout's cells, without their blocks
    MatchReport report{};
};

/// By the rules; each cell's nearest where there are none. Targets change where errors are carried.
/// Throws: Error{invalid_argument} for rules that can't be met; Error{cancelled}.
[[nodiscard]] Placed place_tiles(const Layout &layout, Targets &targets, const TileSet &tiles,
                                 const MatchOptions &options, const RunOptions &run);

} // namespace tessera::internal
