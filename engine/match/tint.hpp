// Tiles moved towards the colour of their cells.
#pragma once

#include <tessera/match.hpp>
#include <tessera/mosaic.hpp>

namespace tessera::internal {

/// What to add to a tile so that its mean comes nearer to its cell's: options.strength of the way,
/// as far as options.most allows, in whole steps. cell, tile: mean sRGB values, 0 .. 255, of 3.
[[nodiscard]] Tint tint_towards(const double *cell, const double *tile, const TintOptions &options);

/// Throws: Error{invalid_argument} for numbers out of range.
void check_tint(const TintOptions &options);

} // namespace tessera::internal
