#include "overview/encode.hpp"

#include "image/guard.hpp"
#include "image/memory.hpp"

#include <memory>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int quality = 85;

SmallPicture encode(std::span<const std::uint8_t> pixels, Grid px, int bands, const char *suffix) {
    return guarded(ErrorCode::unsupported, "libvips can't encode a small picture", [&] {
        const VImage image = view_pixels(pixels, px.columns, px.rows, bands);
        void *data = nullptr;
        std::size_t size = 0;
        image.write_to_buffer(suffix, &data, &size);
        const std::unique_ptr<void, decltype(&g_free)> owner(data, &g_free);
        const auto *bytes = static_cast<const std::uint8_t *>(data);
        return SmallPicture{{px.columns, px.rows}, "", {bytes, bytes + size}};
    });
}

} // namespace

SmallPicture encode_photo(std::span<const std::uint8_t> pixels, Grid px) {
    const std::string suffix = ".jpg[strip,Q=" + std::to_string(quality) + "]";
    SmallPicture picture = encode(pixels, px, 3, suffix.c_str());
    picture.media_type = "image/jpeg";
    return picture;
}

SmallPicture encode_map(std::span<const std::uint8_t> pixels, Grid px) {
    SmallPicture picture = encode(pixels, px, 4, ".png[strip]");
    picture.media_type = "image/png";
    return picture;
}

} // namespace tessera::internal
