#include "sequence/pixels.hpp"

#include "image/colour/profile.hpp"
#include "image/memory.hpp"
#include "image/open.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int lines_at_once = 64;

bool is_grey(const VImage &image) {
    return image.interpretation() == VIPS_INTERPRETATION_B_W ||
           image.interpretation() == VIPS_INTERPRETATION_GREY16 || image.bands() < 3;
}

/// Alpha in 0 .. 255, by the range that libvips has it in.
VImage alpha_of(const VImage &image) {
    const VImage alpha = image.extract_band(image.bands() - 1);
    const bool wide = image.interpretation() == VIPS_INTERPRETATION_GREY16 ||
                      image.interpretation() == VIPS_INTERPRETATION_RGB16;
    const bool light = image.interpretation() == VIPS_INTERPRETATION_scRGB;
    return (wide    ? alpha.cast(VIPS_FORMAT_USHORT) >> 8
            : light ? (alpha * 255.0).rint()
                    : alpha)
        .cast(VIPS_FORMAT_UCHAR);
}

VImage without_alpha(const VImage &image) {
    return image.extract_band(0, VImage::option()->set("n", image.bands() - 1));
}

/// Opaque pictures only.
VImage to_colour_or_grey(const VImage &image, int channels) {
    const Rgb none{};
    if (channels == 3)
        return to_srgb(image, none);
    if (!is_grey(image) || needs_profile(image))
        return to_srgb(image, none).colourspace(VIPS_INTERPRETATION_B_W);
    // Greys as they are: through a colour and back they would be rounded twice.
    return to_srgb(image, none)
        .extract_band(0)
        .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_B_W));
}

} // namespace

int channels_of(const VImage &image) { return image.has_alpha() ? 4 : is_grey(image) ? 1 : 3; }

VImage to_channels(const VImage &image, int channels, Rgb background) {
    if (!image.has_alpha()) {
        const VImage opaque = to_colour_or_grey(image, std::min(channels, 3));
        return channels == 4 ? opaque.bandjoin_const({255}) : opaque;
    }
    if (channels == 4)
        return to_colour_or_grey(without_alpha(image), 3).bandjoin(alpha_of(image));
    const VImage flat = to_srgb(image, background);
    return channels == 3 ? flat : flat.colourspace(VIPS_INTERPRETATION_B_W);
}

void pull_lines(const VImage &image, int top, int height, std::span<std::uint8_t> pixels) {
    const std::unique_ptr<VipsRegion, decltype(&g_object_unref)> region(
        vips_region_new(image.get_image()), &g_object_unref);
    if (!region)
        throw vips::VError();
    const std::size_t line =
        static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.bands());
    for (int done = 0; done < height; done += lines_at_once) {
        const VipsRect part{0, top + done, image.width(), std::min(lines_at_once, height - done)};
        if (vips_region_prepare(region.get(), &part) != 0)
            throw vips::VError();
        for (int y = 0; y < part.height; ++y)
            std::memcpy(pixels.data() + static_cast<std::size_t>(done + y) * line,
                        VIPS_REGION_ADDR(region.get(), 0, part.top + y), line);
    }
}

void convert_pixels(const ImageView &view, int channels, Rgb background,
                    std::vector<std::uint8_t> &pixels) {
    pixels.resize(static_cast<std::size_t>(view.width) * static_cast<std::size_t>(view.height) *
                  static_cast<std::size_t>(channels));
    pull_lines(to_channels(view_pixels(view), channels, background), 0, view.height, pixels);
}

} // namespace tessera::internal
