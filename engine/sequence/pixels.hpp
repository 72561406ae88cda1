// From a picture of any kind to the px of a frame.
#pragma once

#include <tessera/image_view.hpp>

#include <cstdint>
#include <span>
#include <vector>
#include <vips/vips8>

namespace tessera::internal {

/// Channels that a picture has as a frame: 1 for greys, 3 for colours, 4 where there is alpha.
[[nodiscard]] int channels_of(const vips::VImage &image);

/// The picture as 8-bit grey (1), sRGB (3), or sRGB and alpha (4); lazy. Alpha is laid on
/// `background` where it can't be kept.
[[nodiscard]] vips::VImage to_channels(const vips::VImage &image, int channels, Rgb background);

/// Pulls the lines [top, top + height) of a picture, on this thread and from top to bottom.
/// pixels: height x width x bands. REQUIRES: 8-bit. Throws: vips::VError.
void pull_lines(const vips::VImage &image, int top, int height, std::span<std::uint8_t> pixels);

/// The same px with another number of channels. REQUIRES: packed rows. Throws: vips::VError.
void convert_pixels(const ImageView &view, int channels, Rgb background,
                    std::vector<std::uint8_t> &pixels);

} // namespace tessera::internal
