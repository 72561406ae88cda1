#include "match/nearest/kernels.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <random>
#include <vector>

namespace tessera {
using namespace internal;
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

TEST_CASE("kernels: distances to sketches and boxes are the plain sums") {
    std::mt19937 random(1);
    Sketch from;
    std::ranges::generate(from, [&] { return small_integer(random); });
    const BoxBlock boxes = random_boxes(random);
    const Lanes to_sketches = squared_distances(boxes.low, from);
    const Lanes to_boxes = squared_distances(boxes, from);
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

TEST_CASE("kernels: distances to vectors side by side are those to each alone") {
    std::mt19937 random(3);
    for (const std::size_t dim : {3U, 48U}) {
        std::vector<float> block(dim * lanes), from(dim), one(dim);
        std::ranges::generate(block, [&] { return small_integer(random); });
        std::ranges::generate(from, [&] { return small_integer(random); });
        const Lanes squared = squared_distances(block.data(), from.data(), dim);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            for (std::size_t d = 0; d < dim; ++d)
                one[d] = block[d * lanes + lane];
            CHECK(squared[lane] == squared_distance(one.data(), from.data(), dim));
        }
    }
}

TEST_CASE("kernels: unused lanes are infinitely far") {
    BoxBlock unused;
    for (std::size_t d = 0; d < sketch_dims; ++d) {
        unused.low[d].fill(infinity);
        unused.high[d].fill(-infinity);
    }
    CHECK(std::ranges::count(squared_distances(unused.low, Sketch{}), infinity) == lanes);
    CHECK(std::ranges::count(squared_distances(unused, Sketch{}), infinity) == lanes);
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
        CHECK(squared_distance(a.data(), b.data(), dim) == expected);
    }
}

} // namespace tessera
