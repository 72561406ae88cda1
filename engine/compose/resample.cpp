#include "compose/resample.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"

#include <algorithm>
#include <cmath>

namespace tessera::internal {
namespace {

constexpr int bands = 3;
constexpr int rows_of_band = 16; // of a frame, that a thread takes

double cubic(double x) {
    x = std::abs(x);
    if (x < 1)
        return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

double overlap(double begin, double end, double px) {
    return std::min(end, px + 1) - std::max(begin, px);
}

/// The px of the picture that the patch may show.
Interval shown(const Stretch &stretch) {
    const double end = std::ceil(stretch.from + stretch.from_length - 1e-6);
    const int last = std::clamp(static_cast<int>(end), 1, stretch.picture_length) - 1;
    const int first = std::clamp(static_cast<int>(std::floor(stretch.from + 1e-6)), 0, last);
    return {first, last + 1};
}

std::uint8_t rounded(float value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F) + 0.5F);
}

/// Lays one row of a patch on a frame's row. sums: of the px of the picture from `begin` on.
void lay_row(const Taps &across, std::span<const float> sums, int begin, float opacity,
             std::uint8_t *row) {
    for (const Taps::Px &px : across.px()) {
        const float *from = sums.data() + std::ptrdiff_t{px.first - begin} * bands;
        float red = 0, green = 0, blue = 0;
        for (const float weight : across.weights(px)) {
            red += weight * from[0];
            green += weight * from[1];
            blue += weight * from[2];
            from += bands;
        }
        const float share = opacity * px.covered;
        std::uint8_t *to = row + std::ptrdiff_t{px.at} * bands;
        for (const float value : {red, green, blue}) {
            const float kept = share < 1 ? static_cast<float>(*to) * (1 - share) : 0;
            *to++ = rounded(kept + share * std::clamp(value, 0.0F, 255.0F));
        }
    }
}

/// Whether px are copied as they are.
bool is_plain(const Patch &patch) {
    const auto &[from, to, opacity] = patch;
    const auto whole = [](double value) { return value == std::floor(value); };
    return from.width == to.width && from.height == to.height && opacity >= 1 && whole(from.left) &&
           whole(from.top) && whole(to.left) && whole(to.top) && whole(to.width) &&
           whole(to.height);
}

bool is_within(const Box &box, Size size) {
    return box.left >= 0 && box.top >= 0 && box.left + box.width <= double(size.width) &&
           box.top + box.height <= double(size.height);
}

void copy_rows(const ReadRow &picture, const Patch &patch, Interval rows,
               const MutableImageView &frame) {
    const auto &[from, to, opacity] = patch;
    const double width = double(frame.width);
    const double left = std::clamp(to.left, 0.0, width);
    const double right = std::clamp(to.left + to.width, 0.0, width);
    const int top = static_cast<int>(std::max(to.top, double(rows.begin)));
    const int bottom = static_cast<int>(std::min(to.top + to.height, double(rows.end)));
    const int first = static_cast<int>(left - to.left + from.left);
    for (int y = top; y < bottom && left < right; ++y)
        picture(static_cast<int>(y - to.top + from.top),
                {first, first + static_cast<int>(right - left)},
                frame.row(y) + static_cast<std::ptrdiff_t>(left) * bands);
}

} // namespace

Taps::Taps(const Stretch &stretch, int begin, int end) {
    const double last = std::ceil(stretch.to + stretch.to_length);
    const double length = stretch.frame_length;
    begin = std::max(begin, static_cast<int>(std::clamp(std::floor(stretch.to), 0.0, length)));
    end = std::min(end, static_cast<int>(std::clamp(last, 0.0, length)));
    for (int at = begin; at < end; ++at)
        if (overlap(stretch.to, stretch.to + stretch.to_length, at) > 1e-9)
            add(stretch, at);
}

void Taps::add(const Stretch &stretch, int at) {
    const double scale = stretch.from_length / stretch.to_length;
    const auto [begin, end] = shown(stretch);
    const double width = std::clamp(scale, 1.0, double(end - begin)); // no use in more
    const double centre = stretch.from + (at + 0.5 - stretch.to) * scale - 0.5;
    const auto within = [begin = begin, end = end](double px) {
        return std::clamp(static_cast<int>(px), begin, end - 1);
    };
    const double lowest = std::floor(centre - 2 * width) + 1;
    const double highest = std::ceil(centre + 2 * width) - 1;
    const int first = within(lowest), last = within(highest);
    const auto start = static_cast<std::uint32_t>(weights_.size());
    std::vector<double> sums(static_cast<std::size_t>(last - first + 1));
    double sum = 0;
    for (double px = lowest; px <= highest; ++px) { // beyond its edges a picture goes on as it ends
        const double weight = cubic((px - centre) / width);
        sums[static_cast<std::size_t>(within(px) - first)] += weight;
        sum += weight;
    }
    for (const double weight : sums)
        weights_.push_back(static_cast<float>(weight / sum));
    const double covered = overlap(stretch.to, stretch.to + stretch.to_length, at);
    px_.push_back({at, static_cast<float>(std::min(covered, 1.0)), first, start,
                   static_cast<std::uint32_t>(sums.size())});
}

Interval Taps::span() const {
    Interval all{px_.front().first, 0};
    for (const Px &px : px_) {
        all.begin = std::min(all.begin, px.first);
        all.end = std::max(all.end, px.first + static_cast<int>(px.weights));
    }
    return all;
}

void draw_rows(const ReadRow &picture, Size size, const Patch &patch, Interval rows,
               const MutableImageView &frame) {
    const auto [from, to, opacity] = patch;
    if (is_plain(patch) && is_within(from, size))
        return copy_rows(picture, patch, rows, frame);
    const Taps down(
        {from.top, from.height, to.top, to.height, static_cast<int>(size.height), frame.height},
        rows.begin, rows.end);
    if (down.px().empty() || opacity <= 0)
        return;
    const Taps across(
        {from.left, from.width, to.left, to.width, static_cast<int>(size.width), frame.width}, 0,
        frame.width);
    if (across.px().empty())
        return;
    const Interval columns = across.span(), lines = down.span();
    const std::size_t line = static_cast<std::size_t>(columns.end - columns.begin) * bands;
    std::vector<std::uint8_t> read(line * static_cast<std::size_t>(lines.end - lines.begin));
    for (int y = lines.begin; y < lines.end; ++y)
        picture(y, columns, &read[static_cast<std::size_t>(y - lines.begin) * line]);
    std::vector<float> sums(line);
    for (const Taps::Px &px : down.px()) {
        std::ranges::fill(sums, 0.0F);
        const std::uint8_t *row = &read[static_cast<std::size_t>(px.first - lines.begin) * line];
        for (const float weight : down.weights(px)) {
            for (std::size_t i = 0; i < line; ++i)
                sums[i] += weight * static_cast<float>(row[i]);
            row += line;
        }
        lay_row(across, sums, columns.begin,
                static_cast<float>(std::min(opacity, 1.0)) * px.covered, frame.row(px.at));
    }
}

void draw_bands(Size frame, const RunOptions &run, const std::function<void(Interval)> &draw) {
    const auto height = static_cast<int>(frame.height);
    const auto count = static_cast<std::size_t>((height + rows_of_band - 1) / rows_of_band);
    parallel_for(count, threads_of(run), [&] {
        return [&](std::size_t band) {
            throw_if_cancelled(run);
            const int begin = static_cast<int>(band) * rows_of_band;
            draw({begin, std::min(begin + rows_of_band, height)});
        };
    });
}

} // namespace tessera::internal
