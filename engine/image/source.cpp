// The picture to be rebuilt: opened, turned upright and averaged in one pass.

#include "base/run.hpp"
#include "image/area.hpp"
#include "image/guard.hpp"
#include "image/open.hpp"
#include "image/session.hpp"

#include <tessera/source.hpp>

#include <algorithm>
#include <exception>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vips/vips8>

namespace tessera {
using vips::VImage;
namespace {

/// How an EXIF orientation lays the upright picture on the stored one: first the axes change
/// places, then they are reversed. Source: EXIF 2.32, 4.6.4 A, tag 274.
struct Orientation {
    explicit Orientation(int exif)
        : swapped(exif >= 5), reversed_x(exif == 2 || exif == 3 || exif == 7 || exif == 8),
          reversed_y(exif == 3 || exif == 4 || exif == 6 || exif == 7) {}

    bool swapped, reversed_x, reversed_y; ///< of the stored picture's axes
};

std::vector<Interval> reversed(std::vector<Interval> intervals, int length) {
    std::reverse(intervals.begin(), intervals.end());
    for (Interval &part : intervals)
        part = {length - part.end, length - part.begin};
    return intervals;
}

/// Means of the stored picture's parts, row-major, in the order of the upright picture's.
std::vector<double> turn_upright(const std::vector<double> &stored, Grid upright,
                                 Orientation turn) {
    const int stored_columns = turn.swapped ? upright.rows : upright.columns;
    const int stored_rows = turn.swapped ? upright.columns : upright.rows;
    std::vector<double> result;
    result.reserve(stored.size());
    for (int y = 0; y < upright.rows; ++y)
        for (int x = 0; x < upright.columns; ++x) {
            const int i = turn.swapped ? y : x, j = turn.swapped ? x : y;
            const int column = turn.reversed_x ? stored_columns - 1 - i : i;
            const int row = turn.reversed_y ? stored_rows - 1 - j : j;
            const auto at = 3 * (static_cast<std::ptrdiff_t>(row) * stored_columns + column);
            result.insert(result.end(), stored.begin() + at, stored.begin() + at + 3);
        }
    return result;
}

/// Takes rows as libvips hands them over: from top to bottom, on one thread at a time.
struct RowSink {
    std::span<AreaSums> sums;
    ProgressCounter &progress;
    const RunOptions &run;
    std::exception_ptr error{};

    static int take(VipsRegion *region, VipsRect *area, void *self) {
        auto &sink = *static_cast<RowSink *>(self);
        try {
            throw_if_cancelled(sink.run);
            for (int y = area->top; y < VIPS_RECT_BOTTOM(area); ++y)
                for (AreaSums &sums : sink.sums)
                    sums.add_row(y, VIPS_REGION_ADDR(region, 0, y));
            sink.progress.add(static_cast<std::uint64_t>(area->height));
            return 0;
        } catch (...) {
            sink.error = std::current_exception();
            return -1;
        }
    }
};

} // namespace

struct Source::State {
    PictureFile file;
    Rgb background;
    Size stored;
    Orientation orientation;

    State(const std::string &path, Rgb behind) : file(path), background(behind), orientation(1) {
        const VImage image = file.load(VIPS_ACCESS_SEQUENTIAL);
        stored = {image.width(), image.height()};
        orientation = Orientation(vips_image_get_orientation(image.get_image()));
    }

    [[nodiscard]] Size upright() const {
        return orientation.swapped ? Size{stored.height, stored.width} : stored;
    }

    [[nodiscard]] AreaSums make_sums(const Rect &area, const Averaging &wanted) const {
        auto columns = split_evenly(area.left, area.width, wanted.parts.columns);
        auto rows = split_evenly(area.top, area.height, wanted.parts.rows);
        if (orientation.swapped)
            std::swap(columns, rows);
        if (orientation.reversed_x)
            columns = reversed(columns, static_cast<int>(stored.width));
        if (orientation.reversed_y)
            rows = reversed(rows, static_cast<int>(stored.height));
        return {columns, rows, wanted.transfer};
    }

    /// Pulls all pixels once, through `sink`.
    void pull(RowSink &sink) const {
        const VImage picture = to_srgb(file.load(VIPS_ACCESS_SEQUENTIAL), background);
        const int failed = vips_sink_disc(picture.get_image(), RowSink::take, &sink);
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
    return Source(std::make_shared<const State>(path, background));
}

const std::string &Source::path() const noexcept { return state_->file.path(); }

Size Source::size() const noexcept { return state_->upright(); }

std::vector<std::vector<double>> Source::area_averages(const Rect &area,
                                                       std::span<const Averaging> wanted,
                                                       const RunOptions &run,
                                                       std::string_view stage) const {
    std::vector<AreaSums> sums;
    for (const Averaging &each : wanted)
        sums.push_back(state_->make_sums(area, each));
    ProgressCounter progress(run, stage, static_cast<std::uint64_t>(state_->stored.height));
    RowSink sink{sums, progress, run};
    // One worker decodes while another thread adds up. With more, libvips 8.14 now and then passes
    // a truncated JPEG: a thread meets rows that another has failed to decode, and takes them as
    // black.
    const ScopedConcurrency one_worker(1);
    guarded(ErrorCode::unreadable_image,
            fmt::format("cannot read '{}': its pixels are damaged or cut short", path()),
            [&] { state_->pull(sink); });
    std::vector<std::vector<double>> result;
    for (std::size_t i = 0; i < sums.size(); ++i)
        result.push_back(turn_upright(sums[i].means(), wanted[i].parts, state_->orientation));
    return result;
}

} // namespace tessera
