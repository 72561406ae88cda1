// Pixels of a variant: a tile, turned and tinted.
#pragma once

#include <tessera/mosaic.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera {

/// height x width x 3 pixels of what stands in a cell: the store's own, where it can show them and
/// nothing is to be done to them; else made in `scratch`. Valid as long as both. Thread-safe.
/// Throws: Error{corrupt_store}.
[[nodiscard]] std::span<const std::uint8_t>
variant_pixels(const TileStore &store, Placement variant, std::vector<std::uint8_t> &scratch);

} // namespace tessera
