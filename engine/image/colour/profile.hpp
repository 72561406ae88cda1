// Colour profiles: that of all output, and those that photos carry.
// Why: docs/decisions/jpegs-become-tiles-without-libvips.md
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>
#include <vips/vips8>

namespace tessera::internal {

/// libvips' sRGB profile, an ICC file.
[[nodiscard]] const std::vector<std::uint8_t> &srgb_profile();

/// From a profile's colours to sRGB's, relative colorimetric, as libvips' icc_transform takes them,
/// up to rounding. Thread-safe.
class ColourTransform {
  public:
    virtual ~ColourTransform() = default;

    /// pixels: n x 3, 8-bit, changed in place.
    virtual void apply(std::span<std::uint8_t> pixels) const = 0;
};

/// What an embedded profile asks to be done to an 8-bit RGB picture; null where nothing need be: it
/// is no profile for such pictures, or it changes nothing that shows. Each distinct profile is
/// looked at once, since setting up a transform takes longer than decoding a small photo.
/// Thread-safe.
[[nodiscard]] std::shared_ptr<const ColourTransform>
rgb_transform(std::span<const std::uint8_t> profile);

/// Whether an embedded profile says that its colours are others than sRGB's, and can be used: not
/// where there is none, where it doesn't fit the picture, or where it changes nothing that shows.
[[nodiscard]] bool needs_profile(const vips::VImage &image);

} // namespace tessera::internal
