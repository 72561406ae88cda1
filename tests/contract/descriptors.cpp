// What every descriptor must do.

#include "support/images.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/error.hpp>

#include <cmath>
#include <doctest/doctest.h>
#include <random>
#include <set>

namespace tessera {

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
    std::mt19937 random(1);
    for (const std::string &name : descriptor_names()) {
        CAPTURE(name);
        const auto made = make_descriptor(name);
        const Descriptor &descriptor = *made;
        const auto samples = static_cast<std::size_t>(descriptor.samples());
        std::vector<double> cell(samples * samples * 3), other(cell.size());
        std::vector<double> a(static_cast<std::size_t>(descriptor.dim())), b = a, c = a;
        for (std::size_t i = 0; i < cell.size(); ++i) {
            cell[i] = static_cast<double>(random() % 256);
            other[i] = 255 - cell[i];
        }
        descriptor.describe(cell, a);
        descriptor.describe(cell, b);
        descriptor.describe(other, c);
        CHECK(a == b);
        CHECK(a != c);
        for (const double value : a)
            CHECK(std::isfinite(value));
    }
}

TEST_CASE("mean-rgb: the vector is the mean itself") {
    std::vector<double> vector(3);
    make_descriptor("mean-rgb")->describe(std::vector<double>{1.25, 2.5, 255}, vector);
    CHECK(vector == std::vector<double>{1.25, 2.5, 255});
}

} // namespace tessera
