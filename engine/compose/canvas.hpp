// The streamed canvas: tile rows are copied into the regions that libvips asks for.
// Why: docs/decisions/the-canvas-is-streamed.md
#pragma once

#include <tessera/mosaic.hpp>

#include <vips/vips8>

namespace tessera::internal {

/// Tiles of a mosaic's variants as they are laid, in memory or mapped.
class LaidTiles {
  public:
    /// Throws: Error{corrupt_store}.
    explicit LaidTiles(const Mosaic &mosaic);

    /// height x width x 3, not enlarged. REQUIRES: the variant isn't empty.
    [[nodiscard]] const std::uint8_t *of(VariantIndex variant) const noexcept {
        return pixels_[variant];
    }

  private:
    std::vector<const std::uint8_t *> pixels_;
    std::vector<std::vector<std::uint8_t>> copies_; ///< where the store can't show them in place
};

/// Tiles are sRGB: says so in the picture itself.
[[nodiscard]] vips::VImage with_srgb_profile(const vips::VImage &image);

/// A VImage of the mosaic's pixels that keeps what it needs alive.
[[nodiscard]] vips::VImage stream_canvas(const Mosaic &mosaic);
[[nodiscard]] vips::VImage arrayjoin_canvas(const Mosaic &mosaic);

} // namespace tessera::internal
