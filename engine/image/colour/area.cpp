#include "image/colour/area.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::internal {
namespace {

constexpr double largest = 255.0;

std::array<double, 3> sum_exactly(const std::uint8_t *pixel, const std::uint8_t *end) {
    std::uint32_t red = 0, green = 0, blue = 0; // 10,000,000 px of 255 still fit
    for (; pixel != end; pixel += 3) {
        red += pixel[0];
        green += pixel[1];
        blue += pixel[2];
    }
    return {double(red), double(green), double(blue)};
}

std::array<double, 3> sum_light(const std::uint8_t *pixel, const std::uint8_t *end,
                                const std::array<double, 256> &light) {
    std::array<double, 3> sum{};
    for (; pixel != end; pixel += 3)
        for (std::size_t band = 0; band < 3; ++band)
            sum[band] += light[pixel[band]];
    return sum;
}

} // namespace

double to_linear(double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double from_linear(double value) {
    return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

AreaMeans::AreaMeans(std::vector<Interval> columns, std::vector<Interval> rows, Transfer transfer,
                     Sink sink)
    : columns_(std::move(columns)), rows_(std::move(rows)), transfer_(transfer),
      sink_(std::move(sink)), sums_(columns_.size() * 3) {
    for (std::size_t value = 0; transfer == Transfer::linear && value < light_.size(); ++value)
        light_[value] = to_linear(static_cast<double>(value) / largest);
}

void AreaMeans::add_row(int y, const std::uint8_t *row) {
    if (line_ == rows_.size() || y < rows_[line_].begin)
        return;
    add_to_sums(row);
    if (y + 1 == rows_[line_].end)
        finish_lines();
}

void AreaMeans::add_to_sums(const std::uint8_t *row) {
    double *sum = sums_.data();
    for (const Interval &part : columns_) {
        const std::uint8_t *begin = row + std::ptrdiff_t{part.begin} * 3;
        const std::uint8_t *end = row + std::ptrdiff_t{part.end} * 3;
        const std::array<double, 3> added =
            transfer_ == Transfer::srgb ? sum_exactly(begin, end) : sum_light(begin, end, light_);
        for (const double band : added)
            *sum++ += band;
    }
}

void AreaMeans::divide_sums() {
    double *mean = sums_.data();
    const double height = rows_[line_].end - rows_[line_].begin;
    for (const Interval &column : columns_) {
        const double pixels = height * double(column.end - column.begin);
        for (int band = 0; band < 3; ++band, ++mean) {
            *mean /= pixels;
            if (transfer_ == Transfer::linear)
                *mean = largest * from_linear(*mean);
        }
    }
}

void AreaMeans::finish_lines() {
    divide_sums();
    const Interval rows = rows_[line_];
    // Where there are more parts than px, several lines lie on the same row.
    for (; line_ < rows_.size() && rows_[line_] == rows; ++line_)
        sink_(line_, sums_);
    std::ranges::fill(sums_, 0.0);
}

std::vector<double> area_averages(std::span<const std::uint8_t> pixels, TileShape shape,
                                  Grid parts) {
    std::vector<double> averages;
    AreaMeans means(split_evenly(0, shape.width, parts.columns),
                    split_evenly(0, shape.height, parts.rows), Transfer::srgb,
                    [&](std::size_t, std::span<const double> line) {
                        averages.insert(averages.end(), line.begin(), line.end());
                    });
    const std::size_t row_bytes = static_cast<std::size_t>(shape.width) * 3;
    for (int y = 0; y < shape.height; ++y)
        means.add_row(y, &pixels[static_cast<std::size_t>(y) * row_bytes]);
    return averages;
}

} // namespace tessera::internal
