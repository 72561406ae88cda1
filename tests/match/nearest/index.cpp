#include "match/nearest/index.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using namespace internal;
namespace {

using Numbers = std::vector<double>;

/// All tiles, nearest first.
std::vector<Neighbour> brute_force(const Numbers &vectors, std::span<const double> target) {
    std::vector<Neighbour> all;
    for (std::size_t at = 0; at < vectors.size(); at += target.size()) {
        double sum = 0;
        for (std::size_t d = 0; d < target.size(); ++d)
            sum += (vectors[at + d] - target[d]) * (vectors[at + d] - target[d]);
        all.push_back({sum, static_cast<TileId>(all.size())});
    }
    std::ranges::sort(all);
    return all;
}

/// Of targets x dim: their k nearest as one batch, and the nearest of each alone.
void check_against_brute_force(const Numbers &vectors, int dim, const Numbers &targets,
                               std::size_t k) {
    const NearestIndex index(vectors, dim);
    const auto width = static_cast<std::size_t>(dim);
    const std::size_t count = std::min(k, index.size());
    std::vector<Neighbour> found(targets.size() / width * count);
    index.nearest(targets, k, found);
    for (std::size_t i = 0; i < targets.size() / width; ++i) {
        const auto target = std::span(targets).subspan(i * width, width);
        const auto expected = brute_force(vectors, target);
        REQUIRE(index.nearest(target) == expected[0].tile);
        REQUIRE(std::equal(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(count),
                           found.begin() + static_cast<std::ptrdiff_t>(i * count)));
    }
}

/// Numbers of float32, 0 to 256, on so many levels.
Numbers random_numbers(std::size_t count, unsigned levels, unsigned seed) {
    std::mt19937 random(seed);
    Numbers numbers(count);
    for (double &number : numbers)
        number = static_cast<float>(static_cast<double>(random() % levels) * 256.0 / levels);
    return numbers;
}

/// count x dim, each near one of the centres (a number of them x dim), off by up to `radius`.
Numbers clustered(const Numbers &centres, std::size_t dim, std::size_t count, double radius) {
    std::mt19937 random(5);
    Numbers vectors;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t centre = random() % (centres.size() / dim);
        for (std::size_t d = 0; d < dim; ++d) {
            const double off = static_cast<double>(random() % 2001) / 1000 - 1;
            vectors.push_back(static_cast<float>(centres[centre * dim + d] + radius * off));
        }
    }
    return vectors;
}

} // namespace

TEST_CASE("index: the nearest of random vectors equal brute force") {
    for (const int dim : {1, 3, 4, 5, 8, 12, 48, 67})
        for (const std::size_t tiles : {1U, 2U, 16U, 17U, 300U, 3000U}) {
            CAPTURE(dim);
            CAPTURE(tiles);
            const auto width = static_cast<std::size_t>(dim);
            const Numbers vectors = random_numbers(tiles * width, 1'000'000, 1);
            check_against_brute_force(vectors, dim, random_numbers(20 * width, 2560, 2), 10);
        }
}

TEST_CASE("index: the nearest of 10 000 colours equals brute force") {
    const Numbers targets = random_numbers(std::size_t{500} * 3, 2560, 4);
    check_against_brute_force(random_numbers(std::size_t{10'000} * 3, 1'000'000, 3), 3, targets, 1);
}

TEST_CASE("index: the nearest of 20 000 clustered vectors equal brute force") {
    for (const double radius : {1e-4, 1.0, 60.0}) {
        CAPTURE(radius);
        const Numbers centres = random_numbers(std::size_t{40} * 48, 1000, 6);
        const Numbers vectors = clustered(centres, 48, 20'000, radius);
        Numbers targets = clustered(centres, 48, 30, 2 * radius);
        targets.insert(targets.end(), vectors.begin(), vectors.begin() + std::ptrdiff_t{48} * 10);
        for (const std::size_t k : {1U, 2U, 64U, 1500U})
            check_against_brute_force(vectors, 48, targets, k);
    }
}

TEST_CASE("index: on a coarse lattice, full of ties, the lowest ids come first") {
    for (const int dim : {3, 4, 5, 12}) {
        CAPTURE(dim);
        const auto width = static_cast<std::size_t>(dim);
        const Numbers vectors = random_numbers(3'000 * width, dim < 5 ? 8 : 2, 7);
        for (const std::size_t k : {1U, 7U, 100U})
            check_against_brute_force(vectors, dim, random_numbers(60 * width, 16, 8), k);
    }
}

TEST_CASE("index: k is met within duplicates, and is all tiles at most") {
    for (const int dim : {3, 48}) {
        CAPTURE(dim);
        const auto width = static_cast<std::size_t>(dim);
        Numbers vectors;
        for (int copy = 0; copy < 40; ++copy) {
            const Numbers few = random_numbers(5 * width, 9, 9);
            vectors.insert(vectors.end(), few.begin(), few.end());
        }
        for (const std::size_t k : {1U, 3U, 41U, 200U, 1000U})
            check_against_brute_force(vectors, dim, random_numbers(20 * width, 9, 10), k);
    }
}

TEST_CASE("index: tiles that float32 distances can't tell apart are told apart") {
    const std::size_t dim = 6;
    Numbers vectors(2000 * dim, 100.0), target(dim, 0.0);
    for (std::size_t i = 0; i < 2000; ++i) // all at a distance of 60 000 and a little
        vectors[i * dim + i % dim] += static_cast<double>(i * 7919 % 2000) * 0x1p-17;
    for (const std::size_t k : {1U, 5U, 300U})
        check_against_brute_force(vectors, 6, target, k);
}

TEST_CASE("index: equal vectors, a single tile, dimensions in which nothing varies") {
    for (const int dim : {3, 48}) {
        const auto width = static_cast<std::size_t>(dim);
        const Numbers single = random_numbers(width, 100, 12), targets(4 * width, 9.0);
        check_against_brute_force(single, dim, targets, 1);
        check_against_brute_force(single, dim, single, 5);
        const NearestIndex copies(Numbers(100'000 * width, 5.0), dim);
        CHECK(copies.nearest(Numbers(width, 5.0)) == 0);
        CHECK(copies.nearest(Numbers(width, 7.0)) == 0);
        Numbers line(500 * width, 1.0);
        for (std::size_t i = 0; i < 500; ++i)
            line[i * width + width - 1] = static_cast<double>(i * 37 % 500);
        check_against_brute_force(line, dim, targets, 9);
    }
}

TEST_CASE("index: values far from zero, large and small, keep the nearest exact") {
    for (const double scale : {1e-18, 1e-6, 1e12}) {
        CAPTURE(scale);
        Numbers vectors = random_numbers(std::size_t{1000} * 12, 1000, 13);
        Numbers targets = random_numbers(std::size_t{20} * 12, 1000, 14);
        for (Numbers *numbers : {&vectors, &targets})
            for (double &number : *numbers)
                number = static_cast<float>((number + 1e4) * scale);
        check_against_brute_force(vectors, 12, targets, 4);
    }
}

} // namespace tessera
