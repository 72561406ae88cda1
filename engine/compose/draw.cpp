// Rectangles of a canvas to the host's memory.

#include "base/run.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"
#include "image/view.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

#include <cstring>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

void check(const VImage &canvas, const Rect &area, const MutableImageView &into) {
    if (area.left < 0 || area.top < 0 || area.width < 1 || area.height < 1 ||
        area.width > canvas.width() - area.left || area.height > canvas.height() - area.top)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("the rectangle of {} x {} px at {}, {} doesn't lie within the "
                                "mosaic of {} x {} px",
                                area.width, area.height, area.left, area.top, canvas.width(),
                                canvas.height()));
    check_view(into, "the memory");
    if (into.size() != Size{area.width, area.height} || into.bands != canvas.bands())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} x {} px of {} bands can't be drawn into {} x {} px of {} bands",
                                area.width, area.height, canvas.bands(), into.width, into.height,
                                into.bands));
}

/// Takes rows as libvips hands them over: from top to bottom, on one thread at a time.
struct MemorySink {
    MutableImageView into;
    ProgressCounter progress;
    const RunOptions &run;

    static int take(VipsRegion *region, VipsRect *area, void *self) {
        auto &sink = *static_cast<MemorySink *>(self);
        if (sink.run.cancel.stop_requested())
            return -1;
        const std::size_t row = VIPS_REGION_SIZEOF_LINE(region);
        for (int y = area->top; y < VIPS_RECT_BOTTOM(area); ++y)
            std::memcpy(sink.into.row(y), VIPS_REGION_ADDR(region, 0, y), row);
        sink.progress.add(static_cast<std::uint64_t>(area->height));
        return 0;
    }
};

} // namespace

void draw(const VImage &canvas, const Rect &area, const MutableImageView &into,
          const RunOptions &run) {
    check_run(run);
    check(canvas, area, into);
    throw_if_cancelled(run);
    MemorySink sink{into, {run, "draw", static_cast<std::uint64_t>(area.height)}, run};
    const ScopedConcurrency concurrency(threads_of(run));
    guarded(ErrorCode::unsupported, "libvips can't draw this part of the mosaic", [&] {
        const VImage part = canvas.extract_area(area.left, area.top, area.width, area.height);
        if (vips_sink_disc(part.get_image(), MemorySink::take, &sink) == 0)
            return;
        if (!run.cancel.stop_requested())
            throw vips::VError();
        static_cast<void>(take_vips_error());
        throw_if_cancelled(run);
    });
}

} // namespace tessera
