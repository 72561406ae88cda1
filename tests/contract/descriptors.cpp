// What every descriptor must do.

#include "support/images.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/error.hpp>

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <iterator>
#include <random>
#include <set>
#include <vector>
#include <vips/vips8>

namespace tessera {
using vips::VImage;
namespace {

/// Values of a cell as a descriptor wants them; random, of a fixed seed.
std::vector<double> random_cell(const Descriptor &descriptor) {
    const auto samples = static_cast<std::size_t>(descriptor.samples());
    std::mt19937 random(1);
    std::vector<double> cell(samples * samples * 3);
    for (double &value : cell)
        value = static_cast<double>(random() % 256);
    return cell;
}

std::vector<double> vector_of(const Descriptor &descriptor, const std::vector<double> &cell) {
    std::vector<double> vector(static_cast<std::size_t>(descriptor.dim()));
    descriptor.describe(cell, vector);
    return vector;
}

/// The cell as libvips turns a picture that is tagged so.
std::vector<double> turned(const Descriptor &descriptor, std::vector<double> cell,
                           Orientation orientation) {
    const int samples = descriptor.samples();
    VImage image = VImage::new_from_memory(cell.data(), cell.size() * sizeof(double), samples,
                                           samples, 3, VIPS_FORMAT_DOUBLE)
                       .copy();
    image.set(VIPS_META_ORIENTATION, static_cast<int>(orientation) + 1);
    const VImage upright = image.autorot();
    std::vector<double> result;
    for (int y = 0; y < samples; ++y)
        for (int x = 0; x < samples; ++x)
            std::ranges::copy(upright(x, y), std::back_inserter(result));
    return result;
}

} // namespace

TEST_CASE("descriptors: names are unique and find their descriptor; others are refused") {
    std::set<std::string> names;
    for (const std::string &name : descriptor_names()) {
        CHECK(make_descriptor(name)->name() == name);
        CHECK_FALSE(make_descriptor(name)->summary().empty());
        CHECK(names.insert(name).second);
    }
    CHECK_THROWS_WITH_AS(static_cast<void>(make_descriptor("no-such")),
                         doctest::Contains("mean-rgb"), Error);
}

TEST_CASE("descriptors: numbers are finite, repeat, and tell different cells apart") {
    for (const std::string &name : descriptor_names()) {
        CAPTURE(name);
        const auto descriptor = make_descriptor(name);
        const auto cell = random_cell(*descriptor);
        auto negative = cell;
        for (double &value : negative)
            value = 255 - value;
        const auto vector = vector_of(*descriptor, cell);
        CHECK(vector == vector_of(*descriptor, cell));
        CHECK(vector != vector_of(*descriptor, negative));
        for (const double value : vector)
            CHECK(std::isfinite(value));
    }
}

TEST_CASE("descriptors: the first three numbers tell of the mean alone") {
    for (const std::string &name : descriptor_names()) {
        CAPTURE(name);
        const auto descriptor = make_descriptor(name);
        const auto cell = random_cell(*descriptor);
        const auto vector = vector_of(*descriptor, cell);
        const auto other =
            vector_of(*descriptor, turned(*descriptor, cell, Orientation::turned_90));
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(other[i] == doctest::Approx(vector[i]));
    }
}

TEST_CASE("descriptors: a turned vector is that of the turned cell") {
    for (const std::string &name : descriptor_names())
        for (int value = 0; value < 8; ++value) {
            CAPTURE(name);
            CAPTURE(value);
            const auto descriptor = make_descriptor(name);
            const auto orientation = static_cast<Orientation>(value);
            const auto cell = random_cell(*descriptor);
            const auto expected = vector_of(*descriptor, turned(*descriptor, cell, orientation));
            std::vector<double> found(expected.size());
            descriptor->turn(vector_of(*descriptor, cell), orientation, found);
            for (std::size_t i = 0; i < found.size(); ++i)
                CHECK(found[i] == doctest::Approx(expected[i]).epsilon(1e-6).scale(1));
        }
}

TEST_CASE("mean-rgb: the vector is the mean itself") {
    std::vector<double> vector(3);
    make_descriptor("mean-rgb")->describe(std::vector<double>{1.25, 2.5, 255}, vector);
    CHECK(vector == std::vector<double>{1.25, 2.5, 255});
}

} // namespace tessera
