#include "match/kernels.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <random>
#include <vector>

namespace tessera {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// Small integers: sums of their squares are exact in float32 whatever the order.
float small_integer(std::mt19937 &random) { return static_cast<float>(random() % 100); }

BoxBlock random_boxes(std::mt19937 &random) {
    BoxBlock boxes;
    for (std::size_t d = 0; d < sketch_dims; ++d)
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            boxes.low[d][lane] = small_integer(random);
            boxes.high[d][lane] = boxes.low[d][lane] + small_integer(random);
        }
    return boxes;
}

} // namespace

TEST_CASE("kernels: distances to sketches and boxes are the plain sums, on every instruction set") {
    std::mt19937 random(1);
    Sketch from;
    std::ranges::generate(from, [&] { return small_integer(random); });
    const BoxBlock boxes = random_boxes(random);
    for (const Kernels &kernels : supported_kernels()) {
        Lanes to_sketches, to_boxes;
        kernels.to_sketches(boxes.low, from, to_sketches);
        kernels.to_boxes(boxes, from, to_boxes);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            float sketch = 0, box = 0;
            for (std::size_t d = 0; d < sketch_dims; ++d) {
                const float low = boxes.low[d][lane], high = boxes.high[d][lane];
                const float off = std::clamp(from[d], low, high) - from[d];
                sketch += (low - from[d]) * (low - from[d]);
                box += off * off;
            }
            CHECK(to_sketches[lane] == sketch);
            CHECK(to_boxes[lane] == box);
        }
    }
}

TEST_CASE("kernels: unused lanes are infinitely far") {
    BoxBlock unused;
    for (std::size_t d = 0; d < sketch_dims; ++d) {
        unused.low[d].fill(infinity);
        unused.high[d].fill(-infinity);
    }
    for (const Kernels &kernels : supported_kernels()) {
        Lanes to_sketches, to_boxes;
        kernels.to_sketches(unused.low, Sketch{}, to_sketches);
        kernels.to_boxes(unused, Sketch{}, to_boxes);
        CHECK(std::ranges::count(to_sketches, infinity) == lanes);
        CHECK(std::ranges::count(to_boxes, infinity) == lanes);
    }
}

TEST_CASE("kernels: the distance of two vectors is the plain sum, of any number of dimensions") {
    std::mt19937 random(2);
    for (std::size_t dim = 1; dim < 70; ++dim) {
        std::vector<float> a(dim), b(dim);
        float expected = 0;
        for (std::size_t d = 0; d < dim; ++d) {
            a[d] = small_integer(random);
            b[d] = small_integer(random);
            expected += (a[d] - b[d]) * (a[d] - b[d]);
        }
        for (const Kernels &kernels : supported_kernels())
            CHECK(kernels.between(a.data(), b.data(), dim) == expected);
    }
}

} // namespace tessera
