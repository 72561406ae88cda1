#include "image/tile/reduce.hpp"

#include "image/tile/reduction_weights.hpp"
#include "image/widest.hpp"

#include <algorithm>
#include <array>

namespace tessera::internal {
namespace {

constexpr int lines_at_once = 32, values_at_once = 64; // too many for a compiler to unroll
constexpr std::size_t memory_kept = 4 << 20;

// Samples are kept as 1/128 of a level; so sums, by weights of 1/16384, are of 1/64 of a level.
constexpr int sample_shift = 7, sum_shift = 6;
constexpr std::int16_t most_sum = 255 << sum_shift;

/// Sums of `taps` rows, each `stride` after the one before, times their weights.
template <int width>
[[gnu::always_inline]] inline void weigh(const std::int16_t *rows, std::size_t stride,
                                         std::span<const std::int16_t> weights,
                                         std::int16_t *sums) {
    std::array<std::int16_t, width> total{};
    for (const std::int16_t weight : weights) {
        for (std::size_t i = 0; i < width; ++i)
            total[i] = static_cast<std::int16_t>(
                total[i] + static_cast<std::int16_t>(((rows[i] * weight >> 14) + 1) >> 1));
        rows += stride;
    }
    std::ranges::copy(total, sums);
}

/// One row of results from rows of samples. stride: a multiple of values_at_once.
TESSERA_WIDEST void weigh_rows(const std::int16_t *rows, std::size_t stride,
                               std::span<const std::int16_t> weights, std::int16_t *sums) {
    for (std::size_t at = 0; at < stride; at += values_at_once)
        weigh<values_at_once>(rows + at, stride, weights, sums + at);
}

/// One column of results, in all lines. columns: values x lines_at_once.
TESSERA_WIDEST void weigh_columns(const std::int16_t *columns, int bands,
                                  const ReductionWeights &weights, std::int16_t *sums) {
    const auto band_count = static_cast<std::size_t>(bands);
    for (std::size_t i = 0; i < weights.begin.size(); ++i) {
        const std::int16_t *first = columns + weights.begin[i] * band_count * lines_at_once;
        const auto taps = weights.of(i);
        for (std::size_t band = 0; band < band_count; ++band, sums += lines_at_once)
            weigh<lines_at_once>(first + band * lines_at_once, band_count * lines_at_once, taps,
                                 sums);
    }
}

TESSERA_WIDEST void widen(const std::uint8_t *from, std::size_t count, std::int16_t *to) {
    for (std::size_t i = 0; i < count; ++i)
        to[i] = static_cast<std::int16_t>(from[i] << sample_shift);
}

/// Averages of some rows.
void average_rows(const std::uint8_t *rows, std::size_t values, int count, std::int16_t *to) {
    for (std::size_t i = 0; i < values; ++i) {
        int sum = 0;
        for (int row = 0; row < count; ++row)
            sum += rows[static_cast<std::size_t>(row) * values + i];
        to[i] = static_cast<std::int16_t>(((sum << sample_shift) + count / 2) / count);
    }
}

/// A sum as a sample again.
std::int16_t sample_of(int sum) {
    return static_cast<std::int16_t>(std::clamp<int>(sum, 0, most_sum)
                                     << (sample_shift - sum_shift));
}

/// Lays lines of values x bands on their side: averaged px x bands x lines_at_once.
TESSERA_WIDEST void turn_lines(const std::int16_t *lines, std::size_t stride, std::size_t values,
                               std::int16_t *turned) {
    for (std::size_t i = 0; i < values; ++i)
        for (std::size_t line = 0; line < lines_at_once; ++line)
            turned[i * lines_at_once + line] = sample_of(lines[line * stride + i]);
}

/// The same, averaging `px` columns.
void turn_averages(const std::int16_t *lines, std::size_t stride, const Interval &columns, int px,
                   int bands, std::int16_t *turned) {
    const int length = columns.end - columns.begin;
    for (int begin = 0; begin < length; begin += px) {
        const int end = std::min(begin + px, length);
        for (int band = 0; band < bands; ++band)
            for (std::size_t line = 0; line < lines_at_once; ++line) {
                int sum = 0;
                for (int x = begin; x < end; ++x)
                    sum += sample_of(lines[line * stride + std::size_t(x * bands + band)]);
                *turned++ = static_cast<std::int16_t>((sum + (end - begin) / 2) / (end - begin));
            }
    }
}

std::uint8_t level_of(int sum) {
    return static_cast<std::uint8_t>(
        std::clamp((sum + (1 << (sum_shift - 1))) >> sum_shift, 0, 255));
}

std::size_t rounded_up(std::size_t value, std::size_t unit) {
    return (value + unit - 1) / unit * unit;
}

} // namespace

/// Rows of samples, after averaging.
struct Reducer::Rows {
    const std::int16_t *first;
    std::size_t stride;
};

/// Rows of `values` levels, as samples.
Reducer::Rows Reducer::load_rows(std::span<const std::uint8_t> pixels, std::size_t values,
                                 int averaged) {
    const std::size_t stride = rounded_up(values, values_at_once);
    const std::size_t rows = pixels.size() / values;
    const auto px = static_cast<std::size_t>(averaged);
    const auto samples = samples_.take(stride * ((rows + px - 1) / px));
    std::int16_t *to = samples.data();
    for (std::size_t row = 0; row < rows; row += px, to += stride) {
        const std::uint8_t *from = &pixels[row * values];
        if (averaged == 1)
            widen(from, values, to);
        else
            average_rows(from, values, static_cast<int>(std::min(px, rows - row)), to);
        std::fill(to + values, to + stride, std::int16_t{0});
    }
    return {samples.data(), stride};
}

void Reducer::reduce(std::span<const std::uint8_t> pixels, int bands, const Reduction &columns,
                     const Reduction &rows, std::span<std::uint8_t> result) {
    const int across_px = AveragedAxis(columns).px, down_px = AveragedAxis(rows).px;
    const Interval used = columns.samples();
    const auto values = static_cast<std::size_t>((used.end - used.begin) * bands);
    const auto results = static_cast<std::size_t>(columns.count * bands);
    const auto [samples, stride] = load_rows(pixels, values, down_px);
    const ReductionWeights row_weights = weights_of(rows), column_weights = weights_of(columns);
    std::int16_t *const lines = lines_.take(stride * lines_at_once).data();
    std::int16_t *const turned = turned_.take((values + results) * lines_at_once).data();
    std::int16_t *const sums = turned + values * lines_at_once;
    std::fill_n(lines, stride * lines_at_once, std::int16_t{0});
    for (int top = 0; top < rows.count; top += lines_at_once) {
        const auto first = static_cast<std::size_t>(top);
        const auto height = static_cast<std::size_t>(std::min(lines_at_once, rows.count - top));
        for (std::size_t line = 0; line < height; ++line)
            weigh_rows(samples + row_weights.begin[first + line] * stride, stride,
                       row_weights.of(first + line), lines + line * stride);
        if (across_px == 1)
            turn_lines(lines, stride, values, turned);
        else
            turn_averages(lines, stride, used, across_px, bands, turned);
        weigh_columns(turned, bands, column_weights, sums);
        for (std::size_t line = 0; line < height; ++line)
            for (std::size_t i = 0; i < results; ++i)
                result[(first + line) * results + i] = level_of(sums[i * lines_at_once + line]);
    }
}

void Reducer::trim() {
    samples_.trim(memory_kept);
    lines_.trim(memory_kept);
    turned_.trim(memory_kept);
}

} // namespace tessera::internal
