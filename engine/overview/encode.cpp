#include "overview/encode.hpp"

#include "image/guard.hpp"
#include "image/memory.hpp"

#include <memory>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int quality = 85;

EncodedImage encode(const ImageView &pixels, const char *suffix) {
    return guarded(ErrorCode::unsupported, "libvips can't encode a small picture", [&] {
        const VImage image = view_pixels(pixels);
        void *data = nullptr;
        std::size_t size = 0;
        image.write_to_buffer(suffix, &data, &size);
        const std::unique_ptr<void, decltype(&g_free)> owner(data, &g_free);
        const auto *bytes = static_cast<const std::uint8_t *>(data);
        return EncodedImage{pixels.size(), "", {bytes, bytes + size}};
    });
}

} // namespace

EncodedImage encode_photo(const ImageView &pixels) {
    const std::string suffix = ".jpg[strip,Q=" + std::to_string(quality) + "]";
    EncodedImage picture = encode(pixels, suffix.c_str());
    picture.media_type = "image/jpeg";
    return picture;
}

EncodedImage encode_map(const ImageView &pixels) {
    EncodedImage picture = encode(pixels, ".png[strip]");
    picture.media_type = "image/png";
    return picture;
}

} // namespace tessera::internal
