#include "write/canvas/overlay.hpp"

#include "image/guard.hpp"
#include "image/open.hpp"
#include "image/source_picture.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int bands = 3;

/// The part of the source that the mosaic shows, at the mosaic's size.
VImage picture_for(const Mosaic &mosaic, const Source &source) {
    const Rect area = central_crop(source.size(), mosaic.grid(), mosaic.tile());
    const VImage picture =
        to_srgb(SourcePicture::load(source, VIPS_ACCESS_RANDOM).autorot(), source.background())
            .extract_area(area.left, area.top, area.width, area.height);
    const double across = double(mosaic.size().width) / area.width;
    const double down = double(mosaic.size().height) / area.height;
    return picture.resize(across, VImage::option()->set("vscale", down));
}

} // namespace

VImage lay_over(const VImage &canvas, const Mosaic &mosaic, const Overlay &overlay) {
    return guarded(
        ErrorCode::unreadable_image, fmt::format("cannot read '{}'", overlay.source.path()), [&] {
            const VImage picture = picture_for(mosaic, overlay.source);
            const VImage tiles = canvas.extract_band(0, VImage::option()->set("n", bands));
            const VImage mixed =
                (tiles * (1 - overlay.opacity) + picture * overlay.opacity)
                    .rint()
                    .cast(VIPS_FORMAT_UCHAR)
                    .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
            return canvas.bands() == bands ? mixed : VImage::bandjoin({mixed, canvas[bands]});
        });
}

} // namespace tessera::internal
