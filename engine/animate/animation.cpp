#include "animate/animation.hpp"

#include "base/run.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cmath>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr Size usual_size{1280, 720};
constexpr double most_frames = 1e7;

/// Even sides, as videos want them.
Size usual_size_of(Size shape) {
    const double scale = std::min(double(usual_size.width) / double(shape.width),
                                  double(usual_size.height) / double(shape.height));
    const auto even = [&](std::int64_t side) {
        return std::max<std::int64_t>(2, 2 * std::llround(double(side) * scale / 2));
    };
    return {even(shape.width), even(shape.height)};
}

std::uint64_t frames_of(const AnimationOptions &options) {
    const double frames =
        options.seconds * double(options.rate.numerator) / double(options.rate.denominator);
    if (!(options.seconds > 0) || !(frames <= most_frames))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("an animation lasts more than 0 s, and {} frames at most; not {} s",
                                most_frames, options.seconds));
    return static_cast<std::uint64_t>(std::max(1.0, std::round(frames)));
}

Size checked_size(Size shape, Size wanted) {
    const Size size = wanted == Size{} ? usual_size_of(shape) : wanted;
    if (size.width < 1 || size.height < 1 || size.width > max_frame_pixels ||
        size.height > max_frame_pixels / size.width)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("frames of {} x {} px can't be made; they have {} px at most",
                                size.width, size.height, max_frame_pixels));
    return size;
}

} // namespace

Animation::Animation(Size shape, const AnimationOptions &options, std::string_view usual_ease,
                     RunOptions run)
    : background_(options.background), run_(std::move(run)),
      ease_(Easing::named(options.ease.empty() ? usual_ease : std::string_view(options.ease))) {
    info_.size = checked_size(shape, options.size);
    info_.expected_frames = frames_of(options);
    info_.plays = 0;
    info_.rate = options.rate;
    info_.seekable = true;
}

bool Animation::next(Frame &frame) {
    throw_if_cancelled(run_);
    if (index_ >= info_.expected_frames)
        return false;
    const Size size = info_.size;
    frame.pixels.resize(static_cast<std::size_t>(size.width * size.height) * 3);
    frame.duration = duration_of(index_);
    const auto last = static_cast<double>(info_.expected_frames - 1);
    draw(last > 0 ? double(index_) / last : 1, mutable_view_of(frame.pixels, size));
    ++index_;
    return true;
}

bool Animation::skip() {
    if (index_ >= info_.expected_frames)
        return false;
    ++index_;
    return true;
}

std::vector<std::chrono::nanoseconds> Animation::durations() {
    std::vector<std::chrono::nanoseconds> result(info_.expected_frames);
    for (std::uint64_t i = 0; i < result.size(); ++i)
        result[i] = duration_of(i);
    return result;
}

void Animation::seek(std::uint64_t index) { index_ = index; }

std::chrono::nanoseconds Animation::duration_of(std::uint64_t index) const {
    return info_.rate->start_of(index + 1) - info_.rate->start_of(index);
}

std::vector<std::uint8_t> Animation::draw_whole(MosaicPainter &painter) const {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(size().width * size().height) * 3);
    const MutableImageView frame = mutable_view_of(pixels, size());
    fill(frame, background_);
    const Size mosaic = painter.mosaic().size();
    const Patch all = seen_through(whole_view(mosaic, size()), mosaic, size());
    painter.draw({&all, 1}, frame, run_);
    return pixels;
}

void blend(std::span<const std::uint8_t> from, std::span<const float> shares,
           std::span<std::uint8_t> to) {
    for (std::size_t i = 0; i < to.size(); ++i) {
        const float share = std::min(shares[i / 3], 1.0F);
        const float mixed = float(from[i]) * (1 - share) + float(to[i]) * share;
        to[i] = static_cast<std::uint8_t>(mixed + 0.5F);
    }
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

Box whole_view(Size mosaic, Size frame) {
    const auto width = double(mosaic.width), height = double(mosaic.height);
    const double scale = std::max(width / double(frame.width), height / double(frame.height));
    const double seen_width = scale * double(frame.width);
    const double seen_height = scale * double(frame.height);
    return {(width - seen_width) / 2, (height - seen_height) / 2, seen_width, seen_height};
}

} // namespace tessera
