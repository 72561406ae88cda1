#include "image/colour/area.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>
#include <span>
#include <utility>
#include <vector>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

/// Means of all parts of an image that is `width` px wide, line after line.
std::vector<double> means_of(std::span<const std::uint8_t> pixels, int width,
                             const std::vector<Interval> &columns,
                             const std::vector<Interval> &rows,
                             Transfer transfer = Transfer::srgb) {
    std::vector<double> all;
    AreaMeans means(columns, rows, transfer, [&](std::size_t line, std::span<const double> some) {
        CHECK(line * columns.size() * 3 == all.size());
        all.insert(all.end(), some.begin(), some.end());
    });
    const std::size_t row_bytes = static_cast<std::size_t>(width) * 3;
    for (std::size_t y = 0; y < pixels.size() / row_bytes; ++y)
        means.add_row(static_cast<int>(y), &pixels[y * row_bytes]);
    return all;
}

} // namespace

TEST_CASE("area: a 4 x 2 picture in two parts, worked by hand") {
    const std::vector<std::uint8_t> pixels = {0,  0, 0, 10, 20, 30, 1, 1, 1, 3, 3, 3, //
                                              20, 0, 0, 10, 20, 30, 5, 5, 5, 7, 7, 7};
    CHECK(means_of(pixels, 4, split_evenly(0, 4, 2), split_evenly(0, 2, 1)) ==
          std::vector<double>{10, 10, 15, 4, 4, 4});
}

TEST_CASE("area: means equal those of vips stats on each part, to the last bit") {
    const VImage image = test::noise(37, 23, 3);
    const auto pixels = test::pixels_of(image);
    const auto columns = split_evenly(2, 31, 6), rows = split_evenly(1, 20, 4);
    const auto means = means_of(pixels, 37, columns, rows);
    REQUIRE(means.size() == std::size_t{6} * 4 * 3);
    std::size_t i = 0;
    for (const Interval &row : rows)
        for (const Interval &column : columns) {
            const VImage stats = image
                                     .extract_area(column.begin, row.begin,
                                                   column.end - column.begin, row.end - row.begin)
                                     .stats();
            for (int band = 1; band <= 3; ++band, ++i)
                CHECK(means[i] == stats.getpoint(4, band).front());
        }
}

TEST_CASE("area: linear light averages black and white to the grey a distant eye sees") {
    const std::vector<std::uint8_t> pixels = {0, 0, 0, 255, 255, 255};
    // Half the light: sRGB 187.516, from IEC 61966-2-1 by hand.
    for (const double mean : means_of(pixels, 2, {{0, 2}}, {{0, 1}}, Transfer::linear))
        CHECK(mean == doctest::Approx(187.5160306784).epsilon(1e-9));
}

TEST_CASE("area: a line of parts comes with the row that completes it") {
    const std::vector<std::uint8_t> row(6 * 3);
    std::vector<std::pair<int, std::size_t>> came; // row, line
    int y = 0;
    AreaMeans means(split_evenly(0, 6, 2), split_evenly(1, 5, 2), Transfer::srgb,
                    [&](std::size_t line, std::span<const double>) { came.emplace_back(y, line); });
    for (; y < 8; ++y)
        means.add_row(y, row.data());
    CHECK(came == std::vector<std::pair<int, std::size_t>>{{2, 0}, {5, 1}});
}

TEST_CASE("area: to_linear and from_linear undo each other") {
    for (int value = 0; value <= 255; ++value)
        CHECK(from_linear(to_linear(value / 255.0)) == doctest::Approx(value / 255.0));
}

TEST_CASE("area: more parts than px repeat the px they lie on") {
    const std::vector<std::uint8_t> pixels = {1, 2, 3, 4, 5, 6};
    CHECK(area_averages(pixels, {2, 1}, {2, 2}) ==
          std::vector<double>{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6});
}

} // namespace tessera
