// A flight over a mosaic.

#include "animate/animation.hpp"
#include "base/run.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cmath>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
using namespace internal;
namespace {

[[noreturn]] void refuse(std::size_t stop, const std::string &why) {
    throw Error(ErrorCode::invalid_argument, fmt::format("stop {} of a zoom {}", stop + 1, why));
}

class Zoom final : public Animation {
  public:
    Zoom(Mosaic mosaic, std::span<const ZoomStop> stops, const AnimationOptions &options,
         const RunOptions &run)
        : Animation(mosaic.size(), options, "in-out-sine", run),
          painter_(std::move(mosaic), background()), stops_(stops.begin(), stops.end()) {
        if (stops_.empty())
            stops_ = {middle_tile(), whole()};
        check(options.seconds);
        set_times(options.seconds);
    }

  private:
    void draw(double moment, const MutableImageView &frame) override {
        const Size mosaic = painter_.mosaic().size();
        const Patch all = seen_through(view_at(moment), mosaic, size());
        fill(frame, background());
        painter_.draw({&all, 1}, frame, run());
    }

    [[nodiscard]] ZoomStop whole() const {
        const Box view = whole_view(painter_.mosaic().size(), size());
        return {view.left + view.width / 2, view.top + view.height / 2, view.width, {}};
    }

    /// Filling the frame.
    [[nodiscard]] ZoomStop middle_tile() const {
        const auto [columns, rows] = painter_.mosaic().grid();
        const TileShape tile = painter_.mosaic().tile();
        const double shape = double(size().width) / double(size().height);
        return {(columns / 2 + 0.5) * tile.width,
                (rows / 2 + 0.5) * tile.height,
                std::min(double(tile.width), tile.height * shape),
                {}};
    }

    void check(double seconds) const {
        double last = 0;
        for (std::size_t i = 0; i < stops_.size(); ++i) {
            const ZoomStop &stop = stops_[i];
            if (!std::isfinite(stop.x) || !std::isfinite(stop.y) || !(stop.width > 1e-3) ||
                !(stop.width < 1e9))
                refuse(i, fmt::format("has to be 0.001 to 1e9 px wide, not {}", stop.width));
            if (!stop.seconds)
                continue;
            if (!(*stop.seconds >= last && *stop.seconds <= seconds))
                refuse(i, fmt::format("is reached after {} s; wanted is a time from {} s, that of "
                                      "the stop before, to {} s, the end",
                                      *stop.seconds, last, seconds));
            last = *stop.seconds;
        }
    }

    /// Moments 0 .. 1 that the stops are reached at.
    void set_times(double seconds) {
        std::size_t known = 0;
        times_.resize(stops_.size());
        for (std::size_t i = 0; i < stops_.size(); ++i) {
            const bool end = i == 0 || i + 1 == stops_.size();
            if (!stops_[i].seconds && !end)
                continue;
            times_[i] = stops_[i].seconds.value_or(i == 0 ? 0 : seconds) / seconds;
            for (std::size_t j = known + 1; j < i; ++j)
                times_[j] =
                    std::lerp(times_[known], times_[i], double(j - known) / double(i - known));
            known = i;
        }
    }

    [[nodiscard]] Box view_at(double moment) const {
        std::size_t next = 0;
        while (next < stops_.size() && times_[next] <= moment)
            ++next;
        const ZoomStop &a = stops_[next == 0 ? 0 : next - 1];
        const ZoomStop &b = stops_[std::min(next, stops_.size() - 1)];
        double share = 0;
        if (next > 0 && next < stops_.size())
            share = ease((moment - times_[next - 1]) / (times_[next] - times_[next - 1]));
        // Even in the eye: equal factors in equal times, about one point that stands still.
        const double width = a.width * std::pow(b.width / a.width, share);
        const double way = std::abs(b.width / a.width - 1) < 1e-6
                               ? share
                               : (width - a.width) / (b.width - a.width);
        const double height = width * double(size().height) / double(size().width);
        return {std::lerp(a.x, b.x, way) - width / 2, std::lerp(a.y, b.y, way) - height / 2, width,
                height};
    }

    MosaicPainter painter_;
    std::vector<ZoomStop> stops_;
    std::vector<double> times_;
};

} // namespace

std::unique_ptr<FrameReader> animate_zoom(Mosaic mosaic, std::span<const ZoomStop> stops,
                                          const AnimationOptions &options, const RunOptions &run) {
    check_run(run);
    return std::make_unique<Zoom>(std::move(mosaic), stops, options, run);
}

} // namespace tessera
