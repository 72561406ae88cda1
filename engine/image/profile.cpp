#include "image/profile.hpp"

#include "image/guard.hpp"
#include "image/session.hpp"

#include <vips/vips8>

namespace tessera {

const std::vector<std::uint8_t> &srgb_profile() {
    static const std::vector<std::uint8_t> profile = [] {
        start_libvips();
        return guarded(ErrorCode::unsupported, "libvips has no sRGB profile", [] {
            VipsBlob *blob = nullptr;
            if (vips_profile_load("srgb", &blob, nullptr) != 0)
                throw vips::VError();
            std::size_t bytes = 0;
            const auto *data = static_cast<const std::uint8_t *>(vips_blob_get(blob, &bytes));
            std::vector<std::uint8_t> copy(data, data + bytes);
            vips_area_unref(VIPS_AREA(blob));
            return copy;
        });
    }();
    return profile;
}

} // namespace tessera
