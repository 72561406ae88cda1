#include "image/tile/tile.hpp"

#include "base/hasher.hpp"
#include "image/codec/exif.hpp"
#include "image/codec/keywords.hpp"
#include "image/colour/profile.hpp"
#include "image/guard.hpp"
#include "image/open.hpp"
#include "image/pull.hpp"
#include "image/tile/jpeg_tile.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
using vips::VOption;
namespace {

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

/// The photo upright, in its final size, uncropped. box: what it fits in; forced: what it fills.
VImage thumbnail(const PictureFile &file, const VImage &photo, Size box, bool forced) {
    // With a profile that doesn't fit, thumbnail would fail.
    const bool convert = needs_profile(photo) || photo.interpretation() == VIPS_INTERPRETATION_CMYK;
    const auto wanted = [&] {
        VOption *options = VImage::option()
                               ->set("height", static_cast<int>(box.height))
                               ->set("size", forced ? VIPS_SIZE_FORCE : VIPS_SIZE_BOTH);
        return convert ? options->set("export_profile", "srgb") : options;
    };
    const int width = static_cast<int>(box.width);
    if (!file.stream_loader())
        return photo.thumbnail_image(width, wanted());
    // As an option of the loader: thumbnail_source itself forgets its own "fail_on" in 8.14.
    const vips::VSource stream = file.source();
    return VImage::thumbnail_source(stream, width,
                                    wanted()->set("option_string", "fail_on=truncated"));
}

/// The photo just large enough to cover the tile, of libvips' thumbnail's own geometry.
VImage cover_tile(const PictureFile &file, const VImage &photo, TileShape tile) {
    const Size photo_size = upright_size(photo), size = covering_size(photo_size, tile);
    if (std::max(size.width, size.height) > max_side)
        throw unreadable(file.path(), "it is too long and narrow for a tile");
    const bool by_width =
        double(photo_size.width) / tile.width < double(photo_size.height) / tile.height;
    const VImage fitted = thumbnail(
        file, photo, by_width ? Size{tile.width, max_side} : Size{max_side, tile.height}, false);
    if (fitted.width() >= tile.width && fitted.height() >= tile.height)
        return fitted;
    return thumbnail(file, photo, size, true); // loaders that shrink may have rounded down
}

Tile make_by_libvips(const PictureFile &file, const TileOptions &options) {
    const VImage photo = file.load(VIPS_ACCESS_SEQUENTIAL);
    Tile tile;
    tile.pixels.resize(options.shape.bytes());
    const VImage picture = to_srgb(cover_tile(file, photo, options.shape), options.background);
    if (picture.bands() != 3)
        throw unreadable(file.path(), "libvips can't make an RGB picture of it");
    pull_pixels(crop_to(picture, options.shape, options.crop), tile.pixels);
    const void *exif = nullptr;
    std::size_t length = 0;
    if (photo.get_typeof(VIPS_META_EXIF_NAME) != 0 &&
        vips_image_get_blob(photo.get_image(), VIPS_META_EXIF_NAME, &exif, &length) == 0)
        tile.record.captured =
            parse_exif({static_cast<const std::uint8_t *>(exif), length}).captured;
    const Size size = upright_size(photo);
    tile.record.width = static_cast<int>(size.width);
    tile.record.height = static_cast<int>(size.height);
    tile.record.content = file.digest();
    tile.record.tags = keywords_of(photo);
    return tile;
}

Tile make_tile(const PictureFile &file, const TileOptions &options) {
    static thread_local JpegTiles jpegs;
    if (file.is_jpeg())
        if (auto tile = jpegs.make(file, options))
            return std::move(*tile);
    return make_by_libvips(file, options);
}

} // namespace

std::vector<std::uint8_t> tile_of_frame(std::span<const std::uint8_t> frame, Size size,
                                        const TileOptions &options) {
    return guarded(ErrorCode::unreadable_image, "cannot make a tile of a frame", [&] {
        const VImage picture =
            VImage::new_from_memory(const_cast<std::uint8_t *>(frame.data()), frame.size(),
                                    static_cast<int>(size.width), static_cast<int>(size.height), 3,
                                    VIPS_FORMAT_UCHAR)
                .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
        const Size covering = covering_size(size, options.shape);
        const VImage fitted = picture.thumbnail_image(
            static_cast<int>(covering.width), VImage::option()
                                                  ->set("height", static_cast<int>(covering.height))
                                                  ->set("size", VIPS_SIZE_FORCE));
        std::vector<std::uint8_t> pixels(options.shape.bytes());
        pull_pixels(crop_to(fitted, options.shape, options.crop), pixels);
        return pixels;
    });
}

Tile load_tile(const std::string &path, const TileOptions &options) {
    const PictureFile file(path);
    Tile tile = guarded(ErrorCode::unreadable_image,
                        fmt::format("cannot read '{}': its pixels are damaged or cut short", path),
                        [&] { return make_tile(file, options); });
    TileRecord &record = tile.record;
    record.path = std::filesystem::absolute(path).lexically_normal().string();
    record.file_bytes = file.bytes();
    record.modified_ns = file.modified_ns();
    record.pixels = hash_bytes(tile.pixels);
    record.shape = {options.shape.width, options.shape.height};
    return tile;
}

} // namespace tessera::internal
