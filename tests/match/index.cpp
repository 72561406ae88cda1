#include "match/index.hpp"

#include <doctest/doctest.h>
#include <random>

namespace tessera {
namespace {

double distance(const double *a, const double *b, int dim) {
    double sum = 0;
    for (int d = 0; d < dim; ++d)
        sum += (a[d] - b[d]) * (a[d] - b[d]);
    return sum;
}

/// The lowest id of the nearest.
TileId brute_force(const std::vector<double> &vectors, int dim, const double *target) {
    TileId best = 0;
    double least = distance(vectors.data(), target, dim);
    for (TileId id = 1; id < vectors.size() / static_cast<std::size_t>(dim); ++id)
        if (const double d = distance(&vectors[id * static_cast<std::size_t>(dim)], target, dim);
            d < least) {
            least = d;
            best = id;
        }
    return best;
}

void check_against_brute_force(const std::vector<double> &vectors, int dim, unsigned seed) {
    const NearestIndex index(vectors, dim);
    std::mt19937 random(seed);
    std::vector<double> target(static_cast<std::size_t>(dim));
    for (int query = 0; query < 2000; ++query) {
        for (double &value : target)
            value = static_cast<double>(random() % 2560) / 10;
        const TileId found = index.nearest(target),
                     expected = brute_force(vectors, dim, &target[0]);
        REQUIRE(found == expected);
    }
}

std::vector<double> random_vectors(std::size_t count, int dim, unsigned levels) {
    std::mt19937 random(11);
    std::vector<double> vectors(count * static_cast<std::size_t>(dim));
    for (double &value : vectors)
        value = static_cast<double>(random() % levels) * 256.0 / levels;
    return vectors;
}

} // namespace

TEST_CASE("index: the nearest of 10 000 random vectors equals brute force") {
    check_against_brute_force(random_vectors(10'000, 3, 1'000'000), 3, 1);
    check_against_brute_force(random_vectors(2'000, 12, 1'000'000), 12, 2);
}

TEST_CASE("index: on a coarse lattice, full of ties, the lowest id wins") {
    check_against_brute_force(random_vectors(3'000, 3, 8), 3, 3);
}

TEST_CASE("index: equal vectors, a single tile, many copies of one") {
    CHECK(NearestIndex({1, 2, 3}, 3).nearest(std::vector<double>{9, 9, 9}) == 0);
    const NearestIndex copies(std::vector<double>(3 * 1000, 5.0), 3);
    CHECK(copies.nearest(std::vector<double>{5, 5, 5}) == 0);
    CHECK(copies.nearest(std::vector<double>{0, 9, 5}) == 0);
}

} // namespace tessera
