// Tiles shown larger than they are.
// Why: docs/decisions/an-enlarged-tile-is-blocks.md
#pragma once

#include <tessera/geometry.hpp>

#include <cstdint>
#include <span>

namespace tessera::internal {

/// A tile shown `scale` times as wide and as high, by cubic convolution; its edges go on outwards.
/// Whole numbers, rounded once: any part equals that of the whole to the bit, and a turned tile's
/// enlargement is the enlargement turned. Thread-safe.
/// Source: Keys 1981, doi:10.1109/TASSP.1981.1163711, eq. 15.
class EnlargedTile {
  public:
    /// pixels: height x width x 3 of the tile. REQUIRES: they outlive this; scale is 2 or 4.
    EnlargedTile(std::span<const std::uint8_t> pixels, TileShape tile, int scale)
        : pixels_(pixels), tile_(tile), scale_(scale) {}

    /// to: part.height x part.width x 3. REQUIRES: the part lies within the enlarged tile.
    void draw(Rect part, std::span<std::uint8_t> to) const;

  private:
    std::span<const std::uint8_t> pixels_;
    TileShape tile_;
    int scale_;
};

} // namespace tessera::internal
