#include "write/huffman.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>
#include <queue>
#include <random>

namespace tessera {
using namespace internal;
namespace {

using Weights = std::vector<std::uint64_t>;

/// Bits of a text by Huffman's own method, without a limit.
std::uint64_t least_bits(const Weights &weights) {
    std::priority_queue<std::uint64_t, Weights, std::greater<>> heap;
    for (const std::uint64_t weight : weights)
        if (weight > 0)
            heap.push(weight);
    std::uint64_t bits = 0;
    while (heap.size() > 1) {
        const std::uint64_t first = heap.top();
        heap.pop();
        const std::uint64_t both = first + heap.top();
        heap.pop();
        heap.push(both);
        bits += both;
    }
    return bits;
}

std::uint64_t bits_of(const Weights &weights, const std::vector<std::uint8_t> &lengths) {
    return std::inner_product(weights.begin(), weights.end(), lengths.begin(), std::uint64_t{0});
}

double kraft_sum(const std::vector<std::uint8_t> &lengths) {
    return std::accumulate(lengths.begin(), lengths.end(), 0.0, [](double sum, std::uint8_t n) {
        return n ? sum + std::pow(0.5, n) : sum;
    });
}

} // namespace

TEST_CASE("huffman: where the limit doesn't bind, as short as Huffman's own code") {
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        Weights weights(2 + random() % 285);
        for (auto &weight : weights)
            weight = random() % 1000;
        const auto lengths = huffman_lengths(weights, 40);
        CHECK(bits_of(weights, lengths) == least_bits(weights));
    }
}

TEST_CASE("huffman: a limit that binds is kept, by a complete code") {
    Weights fibonacci{1, 1};
    while (fibonacci.size() < 30)
        fibonacci.push_back(fibonacci.back() + fibonacci[fibonacci.size() - 2]);
    CHECK(std::ranges::max(huffman_lengths(fibonacci, 40)) == 29);
    const auto lengths = huffman_lengths(fibonacci, 15);
    CHECK(std::ranges::max(lengths) == 15);
    CHECK(std::ranges::min(lengths) >= 1);
    CHECK(kraft_sum(lengths) == 1.0);
}

TEST_CASE("huffman: by hand, four symbols in at most two bits") {
    CHECK(huffman_lengths(Weights{100, 1, 1, 1}, 2) == std::vector<std::uint8_t>{2, 2, 2, 2});
    CHECK(huffman_lengths(Weights{100, 1, 1, 1}, 3) == std::vector<std::uint8_t>{1, 3, 3, 2});
}

TEST_CASE("huffman: unused symbols get no word, a single one gets one bit") {
    CHECK(huffman_lengths(Weights{0, 5, 0}, 15) == std::vector<std::uint8_t>{0, 1, 0});
    CHECK(huffman_lengths(Weights{0, 0}, 15) == std::vector<std::uint8_t>{0, 0});
}

} // namespace tessera
