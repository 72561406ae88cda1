// Pictures made of pixels in memory.
#pragma once

#include <tessera/image_view.hpp>

#include <cstdint>
#include <span>
#include <vips/vips8>

namespace tessera::internal {

/// An 8-bit sRGB picture with its own copy of the pixels, height x width x 3. VImage's
/// new_from_memory() keeps no copy, and copy_memory() makes none of what lies in memory already.
[[nodiscard]] inline vips::VImage copy_rgb(std::span<const std::uint8_t> pixels, int width,
                                           int height) {
    VipsImage *image = vips_image_new_from_memory_copy(pixels.data(), pixels.size(), width, height,
                                                       3, VIPS_FORMAT_UCHAR);
    if (!image)
        throw vips::VError();
    image->Type = VIPS_INTERPRETATION_sRGB;
    return vips::VImage(image);
}

/// An 8-bit picture of pixels that stay where they are.
/// REQUIRES: packed rows; the pixels outlive the picture.
[[nodiscard]] inline vips::VImage view_pixels(const ImageView &view) {
    VipsImage *image = vips_image_new_from_memory(view.data, view.values().size(), view.width,
                                                  view.height, view.bands, VIPS_FORMAT_UCHAR);
    if (!image)
        throw vips::VError();
    image->Type = view.bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    return vips::VImage(image);
}

} // namespace tessera::internal
