// From a tile's pixels to what of it is compared.
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/tile.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera {

/// Features of some tiles, in their order. One vips `stats` gives the means of them all: a call of
/// it starts and stops a worker thread, which takes as long as many tiles.
/// tiles: pixels, height x width x 3 each. REQUIRES: at least one; all of that shape. Thread-safe.
[[nodiscard]] std::vector<TileFeatures>
features_of(std::span<const std::vector<std::uint8_t> *const> tiles, TileShape shape);

} // namespace tessera
