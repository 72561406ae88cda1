#include "image/tile.hpp"

#include "base/digest.hpp"
#include "image/guard.hpp"
#include "image/jpeg.hpp"
#include "image/keywords.hpp"
#include "image/open.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vips/vips8>

namespace tessera {
using vips::VImage;
using vips::VOption;
namespace {

constexpr std::size_t exif_date_length = 19;
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

/// "2024:05:31 12:00:00 (...)" as EXIF and libvips write it, to 2024-05-31T12:00:00.
std::string capture_date(const VImage &photo) {
    constexpr auto field = "exif-ifd2-DateTimeOriginal";
    if (photo.get_typeof(field) == 0)
        return {};
    std::string date = photo.get_string(field);
    if (date.size() < exif_date_length || date[4] != ':' || date[7] != ':' || date[10] != ' ')
        return {};
    date.resize(exif_date_length);
    date[4] = date[7] = '-';
    date[10] = 'T';
    return date;
}

/// Size of the upright photo.
Size upright_size(const VImage &photo) {
    return vips_image_get_orientation_swap(photo.get_image()) ? Size{photo.height(), photo.width()}
                                                              : Size{photo.width(), photo.height()};
}

/// The smallest size that covers the tile and has the photo's shape, rounded to whole px.
Size covering_size(Size photo, TileShape tile) {
    const double scale = std::max(double(tile.width) / double(photo.width),
                                  double(tile.height) / double(photo.height));
    const auto side = [&](std::int64_t length, int least) {
        return std::max<std::int64_t>(least, std::llrint(double(length) * scale));
    };
    return {side(photo.width, tile.width), side(photo.height, tile.height)};
}

/// Factor by which a JPEG is shrunk while it decodes. That is a plain block average: libvips' own
/// thumbnails leave at least a factor of two to the better filter that follows, and so do we.
int jpeg_shrink(const VImage &photo, Size wanted) {
    const Size size = upright_size(photo);
    const double factor = std::min(double(size.width) / double(wanted.width),
                                   double(size.height) / double(wanted.height));
    for (const int shrink : {8, 4, 2})
        if (factor >= 2 * shrink)
            return shrink;
    return 1;
}

/// A photo on its way to a tile.
struct Shrunk {
    std::optional<JpegPixels> decoded; ///< that `image` may stand on
    VImage image;                      ///< upright, in its final size, uncropped
};

Shrunk shrink(const PictureFile &file, const VImage &photo, TileShape tile) {
    const Size size = covering_size(upright_size(photo), tile);
    const int width = static_cast<int>(size.width), height = static_cast<int>(size.height);
    if (std::max(size.width, size.height) > max_side)
        throw unreadable(file.path(), "it is too long and narrow for a tile");
    // With a profile that doesn't fit, thumbnail would fail.
    const bool convert = needs_profile(photo) || photo.interpretation() == VIPS_INTERPRETATION_CMYK;
    const auto wanted = [&] {
        // Forced: shrinking while decoding rounds, and could leave a tile one px short.
        VOption *options = VImage::option()->set("height", height)->set("size", VIPS_SIZE_FORCE);
        return convert ? options->set("export_profile", "srgb") : options;
    };
    if (file.is_jpeg())
        if (auto decoded = decode_jpeg(file, photo, jpeg_shrink(photo, size))) {
            const VImage &small = decoded->image;
            // Most photos: nothing is left of a thumbnail's work but to resize.
            const VImage image = convert || vips_image_get_orientation(small.get_image()) > 1
                                     ? small.thumbnail_image(width, wanted())
                                     : small.resize(double(width) / small.width(),
                                                    VImage::option()->set(
                                                        "vscale", double(height) / small.height()));
            return {std::move(decoded), image};
        }
    if (!file.has_stream_loader())
        return {std::nullopt, photo.thumbnail_image(width, wanted())};
    // As an option of the loader: thumbnail_source itself forgets its own "fail_on" in 8.14.
    const vips::VSource stream = file.source();
    return {std::nullopt, VImage::thumbnail_source(
                              stream, width, wanted()->set("option_string", "fail_on=truncated"))};
}

/// Computes the tile's part of a picture on this very thread: for one so small, and with other
/// threads busy with tiles of their own, handing it to libvips' workers would take longer.
std::vector<std::uint8_t> pull_crop(const VImage &picture, const TileOptions &options) {
    const auto [width, height] = options.shape;
    const bool centre = options.crop == Crop::centre;
    const VImage image =
        centre
            ? picture // smartcrop looks around in it, not just from top to bottom
            : picture.copy_memory().smartcrop(
                  width, height, VImage::option()->set("interesting", interesting(options.crop)));
    const int left = (image.width() - width) / 2, bottom = (image.height() + height) / 2;
    const auto row_bytes = static_cast<std::size_t>(width) * 3;
    std::vector<std::uint8_t> pixels;
    pixels.reserve(options.shape.bytes());
    const vips::VRegion region = vips::VRegion::new_from_image(image);
    for (int top = (image.height() - height) / 2; top < bottom; top += strip_rows) {
        const int rows = std::min(strip_rows, bottom - top);
        region.prepare(left, top, width, rows);
        for (int y = top; y < top + rows; ++y) {
            const VipsPel *row = region.addr(left, y);
            pixels.insert(pixels.end(), row, row + row_bytes);
        }
    }
    return pixels;
}

/// What a file says of itself.
TileRecord record_of(const PictureFile &file, const VImage &photo) {
    const Size size = upright_size(photo);
    TileRecord record;
    record.path = std::filesystem::absolute(file.path()).lexically_normal().string();
    record.file_bytes = file.bytes();
    record.modified_ns = file.modified_ns();
    record.content = file.digest();
    record.width = static_cast<int>(size.width);
    record.height = static_cast<int>(size.height);
    record.captured = capture_date(photo);
    record.tags = keywords_of(photo);
    return record;
}

/// Pulls the part of `picture` that options ask for.
Tile make_tile(const PictureFile &file, const VImage &photo, const VImage &picture,
               const TileOptions &options) {
    const VImage image = to_srgb(picture, options.background);
    if (image.bands() != 3)
        throw unreadable(file.path(), "libvips can't make an RGB picture of it");
    Tile tile{pull_crop(image, options), record_of(file, photo)};
    tile.record.shape = {options.shape.width, options.shape.height};
    tile.record.pixels = hash_bytes(tile.pixels);
    return tile;
}

/// Runs what decodes a photo.
template <class Work> Tile guarded_decoding(const PictureFile &file, Work &&work) {
    return guarded(
        ErrorCode::unreadable_image,
        fmt::format("cannot read '{}': its pixels are damaged or cut short", file.path()), work);
}

} // namespace

Tile load_tile(const std::string &path, const TileOptions &options) {
    const PictureFile file(path);
    const VImage photo = file.load(VIPS_ACCESS_SEQUENTIAL);
    return guarded_decoding(file, [&] {
        const Shrunk shrunk = shrink(file, photo, options.shape);
        return make_tile(file, photo, shrunk.image, options);
    });
}

Tile load_picture(const std::string &path, Rgb background) {
    const PictureFile file(path);
    const VImage photo = file.load(VIPS_ACCESS_SEQUENTIAL);
    const Size size = upright_size(photo);
    const TileOptions whole{.shape = {static_cast<int>(size.width), static_cast<int>(size.height)},
                            .background = background};
    return guarded_decoding(file, [&] {
        const auto decoded = file.is_jpeg() ? decode_jpeg(file, photo, 1) : std::nullopt;
        const VImage image = decoded ? decoded->image : photo;
        // Turning looks around in a picture, not just from top to bottom.
        return make_tile(file, photo,
                         vips_image_get_orientation(image.get_image()) > 1
                             ? image.copy_memory().autorot()
                             : image,
                         whole);
    });
}

} // namespace tessera
