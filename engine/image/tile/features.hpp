// From a tile's pixels to what of it is compared.
// Why: docs/decisions/libraries-keep-features-not-vectors.md
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/tile.hpp>

#include <cstdint>
#include <span>

namespace tessera::internal {

/// pixels: height x width x 3. Sums of whole numbers are exact, so the mean is that of vips
/// `stats` to the last bit. Thread-safe.
[[nodiscard]] TileFeatures features_of(std::span<const std::uint8_t> pixels, TileShape shape);

} // namespace tessera::internal
