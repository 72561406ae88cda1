// The picture to be rebuilt: opened, turned upright and averaged in one pass.
// Why: docs/decisions/the-source-is-read-in-bands.md

#include "base/run.hpp"
#include "image/colour/area.hpp"
#include "image/exif_orientation.hpp"
#include "image/guard.hpp"
#include "image/memory_picture.hpp"
#include "image/open.hpp"
#include "image/session.hpp"
#include "image/source_picture.hpp"

#include <tessera/source.hpp>

#include <algorithm>
#include <exception>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <variant>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
namespace {

std::vector<Interval> reversed(std::vector<Interval> intervals, int length) {
    std::reverse(intervals.begin(), intervals.end());
    for (Interval &part : intervals)
        part = {length - part.end, length - part.begin};
    return intervals;
}

/// Line `row` of the stored picture's parts, laid on the grid of the upright picture's.
PartLine turn_upright(std::size_t row, std::span<const double> means, Grid upright,
                      ExifOrientation turn) {
    const auto stored_row = static_cast<std::int64_t>(row);
    const std::int64_t columns = turn.swapped ? upright.rows : upright.columns;
    const std::int64_t rows = turn.swapped ? upright.columns : upright.rows;
    const std::int64_t along = turn.swapped ? upright.columns : 1;
    const std::int64_t across = turn.swapped ? 1 : upright.columns;
    const std::int64_t line = turn.reversed_y ? rows - 1 - stored_row : stored_row;
    if (turn.reversed_x)
        return {line * across + (columns - 1) * along, -along, means};
    return {line * across, along, means};
}

/// Takes rows as libvips hands them over: from top to bottom, on one thread at a time.
struct RowSink {
    std::span<AreaMeans> averagings;
    ProgressCounter &progress;
    const RunOptions &run;
    std::exception_ptr error{};

    static int take(VipsRegion *region, VipsRect *area, void *self) {
        auto &sink = *static_cast<RowSink *>(self);
        try {
            throw_if_cancelled(sink.run);
            for (int y = area->top; y < VIPS_RECT_BOTTOM(area); ++y)
                for (AreaMeans &means : sink.averagings)
                    means.add_row(y, VIPS_REGION_ADDR(region, 0, y));
            sink.progress.add(static_cast<std::uint64_t>(area->height));
            return 0;
        } catch (...) {
            sink.error = std::current_exception();
            return -1;
        }
    }
};

} // namespace

} // namespace tessera::internal

namespace tessera {
using namespace internal;

struct Source::State {
    std::variant<PictureFile, MemoryPicture> picture;
    Rgb background;
    Size stored;
    ExifOrientation orientation;

    template <class Kind, class... Arguments>
    State(Rgb behind, std::in_place_type_t<Kind> kind, Arguments &&...arguments)
        : picture(kind, std::forward<Arguments>(arguments)...), background(behind), orientation(1) {
        const VImage image = load(VIPS_ACCESS_SEQUENTIAL);
        stored = {image.width(), image.height()};
        orientation = ExifOrientation(vips_image_get_orientation(image.get_image()));
    }

    [[nodiscard]] VImage load(VipsAccess access) const {
        return std::visit([&](const auto &each) { return each.load(access); }, picture);
    }

    [[nodiscard]] const std::string &name() const noexcept {
        return std::visit([](const auto &each) -> const std::string & { return each.path(); },
                          picture);
    }

    [[nodiscard]] Size upright() const {
        return orientation.swapped ? Size{stored.height, stored.width} : stored;
    }

    [[nodiscard]] AreaMeans averaging(const Rect &area, const AveragingSink &sink) const {
        const Averaging &wanted = sink.averaging;
        auto columns = split_evenly(area.left, area.width, wanted.parts.columns);
        auto rows = split_evenly(area.top, area.height, wanted.parts.rows);
        if (orientation.swapped)
            std::swap(columns, rows);
        if (orientation.reversed_x)
            columns = reversed(columns, static_cast<int>(stored.width));
        if (orientation.reversed_y)
            rows = reversed(rows, static_cast<int>(stored.height));
        return {columns, rows, wanted.transfer,
                [&sink, turn = orientation](std::size_t line, std::span<const double> means) {
                    sink.take(turn_upright(line, means, sink.averaging.parts, turn));
                }};
    }

    /// Pulls all pixels once, through `sink`.
    void pull(RowSink &sink) const {
        const VImage in_srgb = to_srgb(load(VIPS_ACCESS_SEQUENTIAL), background);
        const int failed = vips_sink_disc(in_srgb.get_image(), RowSink::take, &sink);
        if (sink.error) {
            static_cast<void>(take_vips_error());
            std::rethrow_exception(sink.error);
        }
        if (failed)
            throw vips::VError();
    }
};

Source::Source(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Source Source::open(const std::string &path, Rgb background) {
    return Source(std::make_shared<const State>(background, std::in_place_type<PictureFile>, path));
}

Source Source::from_pixels(const ImageView &pixels, std::shared_ptr<const void> owner,
                           Rgb background, std::string name) {
    return Source(std::make_shared<const State>(background, std::in_place_type<MemoryPicture>,
                                                pixels, std::move(owner), std::move(name)));
}

const std::string &Source::path() const noexcept { return state_->name(); }

Size Source::size() const noexcept { return state_->upright(); }

Rgb Source::background() const noexcept { return state_->background; }

void Source::stream_averages(const Rect &area, std::span<const AveragingSink> wanted,
                             const RunOptions &run, std::string_view stage) const {
    check_run(run);
    std::vector<AreaMeans> averagings;
    for (const AveragingSink &each : wanted)
        averagings.push_back(state_->averaging(area, each));
    ProgressCounter progress(run, stage, static_cast<std::uint64_t>(state_->stored.height));
    RowSink sink{averagings, progress, run};
    // One worker decodes while another thread adds up. With more, libvips 8.14 now and then passes
    // a truncated JPEG: a thread meets rows that another has failed to decode, and takes them as
    // black.
    const ScopedConcurrency one_worker(1);
    guarded(ErrorCode::unreadable_image,
            fmt::format("cannot read '{}': its pixels are damaged or cut short", path()),
            [&] { state_->pull(sink); });
}

std::vector<std::vector<double>> Source::area_averages(const Rect &area,
                                                       std::span<const Averaging> wanted,
                                                       const RunOptions &run,
                                                       std::string_view stage) const {
    std::vector<std::vector<double>> result(wanted.size());
    std::vector<AveragingSink> sinks;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        result[i].resize(wanted[i].parts.cells() * 3);
        sinks.push_back({wanted[i], [&all = result[i]](const PartLine &line) {
                             double *part = &all[static_cast<std::size_t>(line.first) * 3];
                             for (std::size_t at = 0; at < line.means.size(); at += 3)
                                 std::copy_n(&line.means[at], 3,
                                             part + static_cast<std::ptrdiff_t>(at) * line.step);
                         }});
    }
    stream_averages(area, sinks, run, stage);
    return result;
}

} // namespace tessera

namespace tessera::internal {

VImage SourcePicture::load(const Source &source, VipsAccess access) {
    return source.state_->load(access);
}

} // namespace tessera::internal
