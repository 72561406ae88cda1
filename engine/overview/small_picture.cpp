// Any picture, small.

#include "image/guard.hpp"
#include "image/open.hpp"
#include "overview/encode.hpp"

#include <algorithm>
#include <memory>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

constexpr std::int64_t most_px = 1 << 26; // a second's work

std::vector<std::uint8_t> pixels_of(const VImage &image) {
    std::size_t size = 0;
    const std::unique_ptr<void, decltype(&g_free)> owner(image.write_to_memory(&size), &g_free);
    const auto *bytes = static_cast<const std::uint8_t *>(owner.get());
    return {bytes, bytes + size};
}

} // namespace

std::optional<EncodedImage> small_picture(const std::string &path, int longest) {
    try {
        return guarded(ErrorCode::unreadable_image, path, [&]() -> std::optional<EncodedImage> {
            const VImage image = PictureFile(path).load(VIPS_ACCESS_SEQUENTIAL);
            if (std::int64_t{image.width()} * image.height() > most_px)
                return std::nullopt;
            const VImage small =
                to_srgb(image, {255, 255, 255})
                    .thumbnail_image(
                        longest,
                        VImage::option()->set("height", longest)->set("size", VIPS_SIZE_DOWN));
            const std::vector<std::uint8_t> pixels = pixels_of(small);
            return encode_photo(view_of(pixels, {small.width(), small.height()}));
        });
    } catch (const Error &) {
        return std::nullopt;
    }
}

} // namespace tessera
