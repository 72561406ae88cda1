#include "image/area.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera {
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

AreaSums::AreaSums(std::vector<Interval> columns, std::vector<Interval> rows, Transfer transfer)
    : columns_(std::move(columns)), rows_(std::move(rows)), transfer_(transfer),
      sums_(columns_.size() * rows_.size() * 3) {
    for (std::size_t value = 0; value < light_.size(); ++value)
        light_[value] = to_linear(static_cast<double>(value) / largest);
}

void AreaSums::add_row(int y, const std::uint8_t *row) {
    while (next_row_ < rows_.size() && rows_[next_row_].end <= y)
        ++next_row_;
    // Parts share rows only where there are more parts than px.
    for (std::size_t part = next_row_; part < rows_.size() && rows_[part].begin <= y; ++part)
        if (y < rows_[part].end)
            add_row_to(part, row);
}

void AreaSums::add_row_to(std::size_t part_row, const std::uint8_t *row) {
    double *sum = &sums_[part_row * columns_.size() * 3];
    for (const Interval &part : columns_) {
        const std::uint8_t *begin = row + std::ptrdiff_t{part.begin} * 3;
        const std::uint8_t *end = row + std::ptrdiff_t{part.end} * 3;
        const std::array<double, 3> added =
            transfer_ == Transfer::srgb ? sum_exactly(begin, end) : sum_light(begin, end, light_);
        for (const double band : added)
            *sum++ += band;
    }
}

std::vector<double> AreaSums::means() const {
    std::vector<double> means(sums_);
    double *mean = means.data();
    for (const Interval &row : rows_)
        for (const Interval &column : columns_) {
            const double pixels = double(row.end - row.begin) * double(column.end - column.begin);
            for (int band = 0; band < 3; ++band, ++mean) {
                *mean /= pixels;
                if (transfer_ == Transfer::linear)
                    *mean = largest * from_linear(*mean);
            }
        }
    return means;
}

std::vector<double> area_averages(std::span<const std::uint8_t> pixels, TileShape shape,
                                  int samples) {
    AreaSums sums(split_evenly(0, shape.width, samples), split_evenly(0, shape.height, samples),
                  Transfer::srgb);
    const std::size_t row_bytes = static_cast<std::size_t>(shape.width) * 3;
    for (int y = 0; y < shape.height; ++y)
        sums.add_row(y, &pixels[static_cast<std::size_t>(y) * row_bytes]);
    return sums.means();
}

} // namespace tessera
