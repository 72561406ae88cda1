#include "compose/canvas.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"

#include <tessera/compose.hpp>

namespace tessera {
using vips::VImage;
namespace {

/// Tiles are sRGB: says so in the picture itself.
VImage with_srgb_profile(const VImage &image) {
    VipsBlob *profile = nullptr;
    if (vips_profile_load("srgb", &profile, nullptr) != 0)
        throw vips::VError();
    std::size_t bytes = 0;
    const void *data = vips_blob_get(profile, &bytes);
    VImage result = image.copy();
    vips_image_set_blob_copy(result.get_image(), VIPS_META_ICC_NAME, data, bytes);
    vips_area_unref(VIPS_AREA(profile));
    return result;
}

} // namespace

VImage compose(const Mosaic &mosaic, Assembly assembly) {
    start_libvips();
    return guarded(ErrorCode::unsupported, "libvips can't make a canvas for this mosaic", [&] {
        return with_srgb_profile(assembly == Assembly::stream ? stream_canvas(mosaic)
                                                              : arrayjoin_canvas(mosaic));
    });
}

} // namespace tessera
