#include "write/canvas/parts.hpp"

#include "base/parallel.hpp"
#include "compose/canvas.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"
#include "write/canvas/watch.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

#include <algorithm>
#include <exception>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
using vips::VImage;
namespace {

/// Takes rows from libvips, from top to bottom.
struct Rows {
    PartOutput &part;
    FirstError error{};

    static int take(VipsRegion *region, VipsRect *area, void *self) {
        auto &rows = *static_cast<Rows *>(self);
        bool good = false;
        rows.error.guard([&] {
            for (int y = area->top; y < VIPS_RECT_BOTTOM(area); ++y)
                rows.part.append(
                    {VIPS_REGION_ADDR(region, area->left, y), VIPS_REGION_SIZEOF_LINE(region)});
            good = true;
        });
        if (!good)
            vips_error("tessera", "a row can't be written");
        return good ? 0 : -1;
    }
};

std::uint64_t px_rows(Range rows, TileShape tile) {
    return rows.size() * static_cast<std::uint64_t>(tile.height);
}

} // namespace

void write_canvas_part(const PartWork &work, PartOutput &part) {
    part.begin_section();
    const TileShape tile = work.mosaic.tile();
    const Range rows = work.shard.of(static_cast<std::uint64_t>(work.mosaic.grid().rows));
    if (rows.size() == 0)
        return;
    const ScopedConcurrency concurrency(threads_of(work.run));
    const VImage canvas = compose(work.mosaic);
    const VImage band = canvas.extract_area(0, static_cast<int>(rows.begin) * tile.height,
                                            canvas.width(), static_cast<int>(px_rows(rows, tile)));
    CanvasWatch watch(band, true, work.run);
    Rows taken{part};
    guarded(ErrorCode::write_failed, fmt::format("cannot write '{}'", work.target.path), [&] {
        watch.cancellable([&] {
            if (vips_sink_disc(band.get_image(), Rows::take, &taken) != 0) {
                taken.error.rethrow();
                throw vips::VError();
            }
        });
    });
    watch.finish();
}

JoinedCanvas::JoinedCanvas(const Parts &parts) : parts_(parts) {
    const MosaicForm &form = parts.info().form;
    const Size size = mosaic_size(form.grid, form.tile);
    bands_ = form.alpha ? 4 : 3;
    row_bytes_ = static_cast<std::uint64_t>(size.width) * bands_;
    for (const PartFile &part : parts.files()) {
        const Range rows = part.info().shard.of(static_cast<std::uint64_t>(form.grid.rows));
        if (part.section_bytes(0) != px_rows(rows, form.tile) * row_bytes_)
            part.fail();
        ends_.push_back(px_rows({0, rows.end}, form.tile));
    }
    start_libvips();
    image_ = VImage(vips_image_new());
    vips_image_init_fields(image_.get_image(), static_cast<int>(size.width),
                           static_cast<int>(size.height), static_cast<int>(bands_),
                           VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, VIPS_INTERPRETATION_sRGB, 1.0, 1.0);
    guarded(ErrorCode::unsupported, "libvips can't make a canvas for this mosaic", [&] {
        if (vips_image_pipelinev(image_.get_image(), VIPS_DEMAND_STYLE_ANY, nullptr) != 0 ||
            vips_image_generate(image_.get_image(), nullptr, draw, nullptr, this, nullptr) != 0)
            throw vips::VError();
        image_ = with_srgb_profile(image_);
    });
}

int JoinedCanvas::draw(VipsRegion *out, void *, void *self, void *, gboolean *) {
    const auto &canvas = *static_cast<const JoinedCanvas *>(self);
    const VipsRect &area = out->valid;
    try {
        for (int y = area.top; y < VIPS_RECT_BOTTOM(&area); ++y)
            canvas.read_row(y, area.left,
                            {VIPS_REGION_ADDR(out, area.left, y), VIPS_REGION_SIZEOF_LINE(out)});
        return 0;
    } catch (const std::exception &error) { // libvips is C
        vips_error("tessera", "%s", error.what());
        return -1;
    }
}

void JoinedCanvas::read_row(int y, int left, std::span<std::uint8_t> px) const {
    const auto row = static_cast<std::uint64_t>(y);
    const auto index =
        static_cast<std::size_t>(std::ranges::upper_bound(ends_, row) - ends_.begin());
    const std::uint64_t begin = index == 0 ? 0 : ends_[index - 1];
    parts_.files()[index].read(
        std::size_t{0}, (row - begin) * row_bytes_ + static_cast<std::uint64_t>(left) * bands_, px);
}

} // namespace tessera::internal
