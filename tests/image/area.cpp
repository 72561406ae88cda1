#include "image/area.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>

namespace tessera {
using vips::VImage;

TEST_CASE("area: a 4 x 2 picture in two parts, worked by hand") {
    const std::vector<std::uint8_t> pixels = {0,  0, 0, 10, 20, 30, 1, 1, 1, 3, 3, 3, //
                                              20, 0, 0, 10, 20, 30, 5, 5, 5, 7, 7, 7};
    AreaSums sums(split_evenly(0, 4, 2), split_evenly(0, 2, 1), Transfer::srgb);
    sums.add_row(0, &pixels[0]);
    sums.add_row(1, &pixels[12]);
    CHECK(sums.means() == std::vector<double>{10, 10, 15, 4, 4, 4});
}

TEST_CASE("area: means equal those of vips stats on each part, to the last bit") {
    const VImage image = test::noise(37, 23, 3);
    const auto pixels = test::pixels_of(image);
    const auto columns = split_evenly(2, 31, 6), rows = split_evenly(1, 20, 4);
    AreaSums sums(columns, rows, Transfer::srgb);
    for (int y = 0; y < 23; ++y)
        sums.add_row(y, &pixels[static_cast<std::size_t>(y) * 37 * 3]);
    const auto means = sums.means();
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
    AreaSums sums({{0, 2}}, {{0, 1}}, Transfer::linear);
    sums.add_row(0, pixels.data());
    // Half the light: sRGB 187.516, from IEC 61966-2-1 by hand.
    for (const double mean : sums.means())
        CHECK(mean == doctest::Approx(187.5160306784).epsilon(1e-9));
}

TEST_CASE("area: to_linear and from_linear undo each other") {
    for (int value = 0; value <= 255; ++value)
        CHECK(from_linear(to_linear(value / 255.0)) == doctest::Approx(value / 255.0));
}

TEST_CASE("area: more parts than px repeat the px they lie on") {
    const std::vector<std::uint8_t> pixels = {1, 2, 3, 4, 5, 6};
    CHECK(area_averages(pixels, {2, 1}, 2) ==
          std::vector<double>{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6});
}

} // namespace tessera
