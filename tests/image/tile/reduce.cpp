#include "image/tile/reduce.hpp"

#include "support/images.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

std::vector<std::uint8_t> reduced(const std::vector<std::uint8_t> &pixels, int width, int bands,
                                  const Reduction &columns, const Reduction &rows) {
    const Interval x = columns.samples(), y = rows.samples();
    std::vector<std::uint8_t> part;
    for (int row = y.begin; row < y.end; ++row)
        part.insert(part.end(), pixels.begin() + (row * width + x.begin) * bands,
                    pixels.begin() + (row * width + x.end) * bands);
    std::vector<std::uint8_t> result(std::size_t(columns.count * rows.count * bands));
    Reducer().reduce(part, bands, columns, rows, result);
    return result;
}

double lanczos3(double x) {
    const double angle = std::numbers::pi * x;
    if (std::abs(x) >= 3)
        return 0;
    return x == 0 ? 1 : 3 * std::sin(angle) * std::sin(angle / 3) / (angle * angle);
}

/// A row reduced by the definition.
std::vector<double> by_definition(const std::vector<std::uint8_t> &row, double factor,
                                  int results) {
    std::vector<double> out;
    const double left_out = (double(row.size()) - results * factor) / 2;
    for (int i = 0; i < results; ++i) {
        const double centre = (i + 0.5) * factor - 0.5 + left_out;
        double sum = 0, weights = 0;
        for (int px = -100; px < int(row.size()) + 100; ++px) {
            const double weight = lanczos3((px - centre) / factor);
            sum += weight * row[std::size_t(std::clamp(px, 0, int(row.size()) - 1))];
            weights += weight;
        }
        out.push_back(std::clamp(sum / weights, 0.0, 255.0));
    }
    return out;
}

} // namespace

TEST_CASE("reduce: a row is what the kernel's definition makes of it, within a level") {
    const auto row = test::pixels_of(test::noise(301, 1, 4, 1));
    for (const double factor : {1.0, 1.3, 2.0, 2.93, 3.9}) {
        const Reduction rows = Reduction::all(1, 1), columns = Reduction::all(301, factor);
        const auto expected = by_definition(row, factor, columns.count);
        const auto found = reduced(row, 301, 1, columns, rows);
        for (std::size_t i = 0; i < found.size(); ++i) {
            CAPTURE(factor);
            CAPTURE(i);
            CHECK(std::abs(found[i] - expected[i]) <= 1);
        }
    }
}

TEST_CASE("reduce: agrees with libvips' resize, whatever the factor and the number of bands") {
    for (const int bands : {1, 3})
        for (const double factor : {1.0, 1.5, 2.9, 4.0, 6.3, 17.0}) {
            const VImage picture = test::noise(203, 170, 2, bands);
            const Reduction columns = Reduction::all(203, factor),
                            rows = Reduction::all(170, factor);
            const VImage expected = picture.resize(1 / factor);
            REQUIRE(expected.width() == columns.count);
            REQUIRE(expected.height() == rows.count);
            const auto found = reduced(test::pixels_of(picture), 203, bands, columns, rows);
            const VImage image =
                VImage::new_from_memory(const_cast<std::uint8_t *>(found.data()), found.size(),
                                        columns.count, rows.count, bands, VIPS_FORMAT_UCHAR);
            CAPTURE(bands);
            CAPTURE(factor);
            CHECK(test::psnr(image, expected) > 40);
        }
}

TEST_CASE("reduce: a part of the result is that part of the whole result") {
    const auto pixels = test::pixels_of(test::noise(200, 150, 6));
    for (const double factor : {1.7, 9.1}) {
        const Reduction columns = Reduction::all(200, factor), rows = Reduction::all(150, factor);
        const auto whole = reduced(pixels, 200, 3, columns, rows);
        for (const int beside : {0, 3, columns.count - 1}) { // up to the last one alone
            Reduction few = columns, some = rows;
            few.first = beside, few.count = std::max(1, columns.count - beside - 2);
            some.first = rows.count - 1, some.count = 1;
            const auto part = reduced(pixels, 200, 3, few, some);
            for (int x = 0; x < few.count * 3; ++x)
                REQUIRE(part[std::size_t(x)] ==
                        whole[std::size_t((some.first * columns.count + beside) * 3 + x)]);
        }
    }
}

TEST_CASE("reduce: what is of one colour stays so") {
    for (int level = 0; level < 256; level += 5)
        for (const double factor : {1.0, 1.01, 2.93, 7.7, 30.0}) {
            const std::vector<std::uint8_t> pixels(std::size_t{90} * 60, std::uint8_t(level));
            const Reduction columns = Reduction::all(90, factor), rows = Reduction::all(60, factor);
            for (const std::uint8_t found : reduced(pixels, 90, 1, columns, rows))
                REQUIRE(found == level);
        }
}

} // namespace tessera
