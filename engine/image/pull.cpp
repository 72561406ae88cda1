#include "image/pull.hpp"

#include <algorithm>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int strip_rows = 16; // pulled at once: more would need more of the photo at once

VipsInteresting interesting(Crop crop) {
    switch (crop) {
    case Crop::entropy:
        return VIPS_INTERESTING_ENTROPY;
    case Crop::attention:
        return VIPS_INTERESTING_ATTENTION;
    default:
        return VIPS_INTERESTING_CENTRE;
    }
}

} // namespace

void pull_pixels(const VImage &picture, std::span<std::uint8_t> pixels) {
    const auto row_bytes = static_cast<std::size_t>(picture.width() * picture.bands());
    const vips::VRegion region = vips::VRegion::new_from_image(picture);
    std::uint8_t *to = pixels.data();
    for (int top = 0; top < picture.height(); top += strip_rows) {
        const int rows = std::min(strip_rows, picture.height() - top);
        region.prepare(0, top, picture.width(), rows);
        for (int y = top; y < top + rows; ++y, to += row_bytes)
            std::copy_n(region.addr(0, y), row_bytes, to);
    }
}

VImage crop_to(const VImage &picture, TileShape shape, Crop crop) {
    const auto [width, height] = shape;
    if (crop == Crop::centre)
        return picture.extract_area((picture.width() - width) / 2, (picture.height() - height) / 2,
                                    width, height);
    // It looks around in the picture, not just from top to bottom.
    return picture.copy_memory().smartcrop(width, height,
                                           VImage::option()->set("interesting", interesting(crop)));
}

} // namespace tessera::internal
