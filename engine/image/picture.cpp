#include "image/picture.hpp"

#include "base/hasher.hpp"
#include "image/colour/profile.hpp"
#include "image/guard.hpp"
#include "image/memory.hpp"
#include "image/open.hpp"
#include "image/session.hpp"

#include <filesystem>
#include <memory>
#include <spdlog/fmt/fmt.h>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr double deep_to_8_bit = 1.0 / 257; // 65535 to 255

bool is_8_bit_grey(const VImage &image) {
    return image.format() == VIPS_FORMAT_UCHAR && image.bands() == 1;
}

VImage colours_of(const VImage &image) {
    return is_8_bit_grey(image) && !needs_profile(image) ? image : to_srgb(image, {});
}

VImage alpha_of(const VImage &image) {
    const VImage alpha = image.extract_band(image.bands() - 1);
    return image.format() == VIPS_FORMAT_USHORT ? (alpha * deep_to_8_bit).cast(VIPS_FORMAT_UCHAR)
                                                : alpha.cast(VIPS_FORMAT_UCHAR);
}

/// 1 to 4 bands of 8 bits.
VImage as_kept(const VImage &image) {
    if (!image.has_alpha())
        return colours_of(image);
    const VImage opaque = image.extract_band(0, VImage::option()->set("n", image.bands() - 1));
    return colours_of(opaque).bandjoin(alpha_of(image));
}

struct FreeVips {
    void operator()(void *memory) const noexcept { g_free(memory); }
};

/// as_wanted: what of the upright picture is kept.
template <class Wanted> Tile load(const std::string &path, Wanted &&as_wanted) {
    const PictureFile file(path);
    Tile tile;
    guarded(ErrorCode::unreadable_image,
            fmt::format("cannot read '{}': its pixels are damaged or cut short", path), [&] {
                const VImage picture = as_wanted(file.load(VIPS_ACCESS_RANDOM).autorot());
                tile.record.shape = {picture.width(), picture.height(), picture.bands()};
                std::size_t size = 0;
                const std::unique_ptr<void, FreeVips> pixels(picture.write_to_memory(&size));
                const auto *first = static_cast<const std::uint8_t *>(pixels.get());
                tile.pixels.assign(first, first + size);
            });
    TileRecord &record = tile.record;
    record.path = std::filesystem::absolute(path).lexically_normal().string();
    record.file_bytes = file.bytes();
    record.modified_ns = file.modified_ns();
    record.content = file.digest();
    record.pixels = hash_bytes(tile.pixels);
    record.width = record.shape.width;
    record.height = record.shape.height;
    return tile;
}

} // namespace

Tile load_picture(const std::string &path) { return load(path, as_kept); }

Tile load_rgb_picture(const std::string &path, Rgb background) {
    return load(path, [&](const VImage &image) { return to_srgb(image, background); });
}

void write_png(const ImageView &pixels, const std::string &path) {
    start_libvips();
    guarded(ErrorCode::write_failed, fmt::format("cannot write '{}'", path),
            [&] { view_pixels(pixels).pngsave(path.c_str()); });
}

} // namespace tessera::internal
