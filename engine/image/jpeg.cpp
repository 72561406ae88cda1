// libjpeg-turbo's one door.

#include "image/jpeg.hpp"

#include "image/memory.hpp"

#include <turbojpeg.h>
#include <type_traits>
#include <utility>

namespace tessera {
using vips::VImage;
namespace {

constexpr std::uint64_t largest_file = 64'000'000; // beyond, and beyond these pixels, memory counts
constexpr std::size_t most_pixels = 50'000'000;

struct Destroy {
    void operator()(void *handle) const noexcept { tjDestroy(handle); }
};
using Decompressor = std::unique_ptr<std::remove_pointer_t<tjhandle>, Destroy>;

struct Shape {
    int width = 0, height = 0, bands = 0;

    [[nodiscard]] std::size_t pixels() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    }
};

std::optional<Shape> read_shape(tjhandle decompressor, const std::vector<std::uint8_t> &file,
                                int shrink) {
    Shape shape;
    int subsampling = 0, colours = 0;
    if (tjDecompressHeader3(decompressor, file.data(), file.size(), &shape.width, &shape.height,
                            &subsampling, &colours) != 0)
        return std::nullopt;
    shape.width = (shape.width + shrink - 1) / shrink;
    shape.height = (shape.height + shrink - 1) / shrink;
    shape.bands = colours == TJCS_GRAY ? 1 : colours == TJCS_YCbCr || colours == TJCS_RGB ? 3 : 0;
    return shape.bands != 0 && shape.pixels() <= most_pixels ? std::optional(shape) : std::nullopt;
}

/// What thumbnails need to know of the file.
void copy_metadata(const VImage &header, const VImage &image) {
    const void *profile = nullptr;
    std::size_t length = 0;
    if (needs_profile(header) &&
        vips_image_get_blob(header.get_image(), VIPS_META_ICC_NAME, &profile, &length) == 0)
        vips_image_set_blob_copy(image.get_image(), VIPS_META_ICC_NAME, profile, length);
    if (const int orientation = vips_image_get_orientation(header.get_image()); orientation > 1)
        vips_image_set_int(image.get_image(), VIPS_META_ORIENTATION, orientation);
}

} // namespace

std::optional<JpegPixels> decode_jpeg(const PictureFile &file, const VImage &header, int shrink) {
    if (file.bytes() > largest_file)
        return std::nullopt;
    const std::vector<std::uint8_t> bytes = file.contents();
    const Decompressor decompressor(tjInitDecompress());
    const auto shape = decompressor ? read_shape(decompressor.get(), bytes, shrink) : std::nullopt;
    if (!shape)
        return std::nullopt;
    const std::size_t length = shape->pixels() * static_cast<std::size_t>(shape->bands);
    JpegPixels result{std::make_unique_for_overwrite<std::uint8_t[]>(length), {}};
    if (tjDecompress2(decompressor.get(), bytes.data(), bytes.size(), result.memory.get(),
                      shape->width, 0, shape->height, shape->bands == 1 ? TJPF_GRAY : TJPF_RGB,
                      0) != 0)
        return std::nullopt;
    result.image =
        view_pixels({result.memory.get(), length}, shape->width, shape->height, shape->bands);
    copy_metadata(header, result.image);
    // The last column and row may stand for less than a whole block of px: libvips drops them too.
    if (const int width = header.width() / shrink, height = header.height() / shrink;
        width > 0 && height > 0 && (width < shape->width || height < shape->height))
        result.image = result.image.extract_area(0, 0, width, height);
    return result;
}

} // namespace tessera
