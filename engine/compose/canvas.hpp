// The streamed canvas: tile rows are copied into the regions that libvips asks for.
#pragma once

#include <tessera/mosaic.hpp>

#include <vips/vips8>

namespace tessera {

/// Pixels of the tiles that stand in a mosaic, in memory or mapped.
class TilePixels {
  public:
    /// Throws: Error{corrupt_store}.
    explicit TilePixels(const Mosaic &mosaic);

    /// height x width x 3. REQUIRES: the tile stands in the mosaic.
    [[nodiscard]] const std::uint8_t *of(TileId id) const noexcept { return pixels_[id]; }

  private:
    std::vector<const std::uint8_t *> pixels_; ///< by id
    std::vector<std::uint8_t> copies_;         ///< where the store can't show them in place
};

/// A VImage of the mosaic's pixels that keeps what it needs alive.
[[nodiscard]] vips::VImage stream_canvas(const Mosaic &mosaic);
[[nodiscard]] vips::VImage arrayjoin_canvas(const Mosaic &mosaic);

} // namespace tessera
