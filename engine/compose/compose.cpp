#include "compose/canvas.hpp"
#include "image/colour/profile.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"

#include <tessera/compose.hpp>

namespace tessera::internal {
using vips::VImage;

VImage with_srgb_profile(const VImage &image) {
    const auto &profile = srgb_profile();
    VImage result = image.copy();
    vips_image_set_blob_copy(result.get_image(), VIPS_META_ICC_NAME, profile.data(),
                             profile.size());
    return result;
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

VImage compose(const Mosaic &mosaic, Assembly assembly) {
    start_libvips();
    return guarded(ErrorCode::unsupported, "libvips can't make a canvas for this mosaic", [&] {
        return with_srgb_profile(assembly == Assembly::stream ? stream_canvas(mosaic)
                                                              : arrayjoin_canvas(mosaic));
    });
}

} // namespace tessera
