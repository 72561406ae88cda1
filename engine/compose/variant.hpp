// Pixels of a variant: a tile, turned and tinted, a block of it enlarged, or a colour.
// Why: docs/decisions/an-empty-cell-is-a-variant.md
#pragma once

#include <tessera/mosaic.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// height x width x 3 pixels of what stands in a cell, black if it is transparent: the store's own,
/// where it can show them and nothing is to be done to them; else made in `scratch`. Valid as long
/// as both. Thread-safe.
/// Throws: Error{corrupt_store}.
[[nodiscard]] std::span<const std::uint8_t>
variant_pixels(const Mosaic &mosaic, VariantIndex variant, std::vector<std::uint8_t> &scratch);

/// The same of the variant's tile before it is enlarged. REQUIRES: it has one.
[[nodiscard]] std::span<const std::uint8_t> laid_tile(const TileStore &store, Placement variant,
                                                      std::vector<std::uint8_t> &scratch);

/// What of an enlarged tile a block is. REQUIRES: block.scale > 1.
[[nodiscard]] constexpr Rect area_of(Block block, TileShape tile) noexcept {
    return {block.column * tile.width, block.row * tile.height, tile.width, tile.height};
}

} // namespace tessera::internal
