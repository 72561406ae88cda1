// A tile near a target.
#pragma once

#include <tessera/tile.hpp>

#include <compare>

namespace tessera::internal {

/// Ordered by distance, then by id.
struct Neighbour {
    double distance = 0; ///< squared Euclidean
    TileId tile = 0;

    auto operator<=>(const Neighbour &) const = default;
};

} // namespace tessera::internal
