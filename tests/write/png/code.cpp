#include "write/png/code.hpp"
#include "write/png/filter.hpp"

#include <doctest/doctest.h>
#include <random>
#include <vector>

namespace tessera {
using namespace internal;
namespace {

void check_symbol(DeflateSymbol found, unsigned symbol, unsigned count, unsigned value) {
    CHECK(found.symbol == symbol);
    CHECK(found.extra.count == count);
    CHECK(found.extra.bits == value);
}

} // namespace

TEST_CASE("png code: symbols of lengths and distances as in RFC 1951, 3.2.5") {
    check_symbol(length_symbol(3), 257, 0, 0);
    check_symbol(length_symbol(10), 264, 0, 0);
    check_symbol(length_symbol(12), 265, 1, 1);
    check_symbol(length_symbol(114), 279, 4, 15);
    check_symbol(length_symbol(257), 284, 5, 30);
    check_symbol(length_symbol(258), 285, 0, 0);
    check_symbol(distance_symbol(1), 0, 0, 0);
    check_symbol(distance_symbol(4), 3, 0, 0);
    check_symbol(distance_symbol(6), 4, 1, 1);
    check_symbol(distance_symbol(24577), 29, 13, 0);
    check_symbol(distance_symbol(32768), 29, 13, 8191);
}

TEST_CASE("png code: a match of any length is cut into such as there are") {
    for (std::uint64_t length = 3; length < 2000; ++length) {
        std::uint64_t sum = 0;
        cut_match(length, [&](unsigned part) {
            CHECK(part >= shortest_match);
            CHECK(part <= longest_match);
            sum += part;
        });
        CHECK(sum == length);
    }
}

TEST_CASE("png bits: strings copied to any place are those put bit by bit") {
    std::mt19937_64 random(5);
    std::vector<std::uint8_t> source(100 + bit_padding);
    for (auto &byte : source)
        byte = static_cast<std::uint8_t>(random());
    for (unsigned before = 0; before < 130; ++before)
        for (const unsigned count : {0U, 1U, 7U, 63U, 64U, 65U, 127U, 128U, 500U}) {
            std::vector<std::uint8_t> one(200), other(200);
            BitWriter a(one.data()), b(other.data());
            for (unsigned i = 0; i < before; ++i) {
                a.put({1, 1});
                b.put({1, 1});
            }
            a.copy(source.data(), count);
            for (unsigned i = 0; i < count; ++i)
                b.put({static_cast<std::uint64_t>(source[i / 8] >> i % 8 & 1), 1});
            a.put({5, 3});
            b.put({5, 3});
            CHECK(a.finish() - one.data() == (before + count + 3 + 7) / 8);
            CHECK(b.finish() - other.data() == (before + count + 3 + 7) / 8);
            CHECK(one == other);
        }
}

TEST_CASE("png: heads are those of Paeth's filter, worked by hand") {
    // First px of three rows, and last px of the tile to the left.
    const std::vector<std::uint8_t> own = {10, 20, 30, 12, 25, 30, 200, 0, 255};
    const std::vector<std::uint8_t> left = {10, 22, 90, 11, 20, 90, 12, 255, 0};
    std::vector<std::uint8_t> heads(6);
    filter_heads(own, left, heads.data());
    // Estimates 11 (of 11, 10, 10), 18 (20, 20, 22), 30 (90, 30, 90); 13 (12, 12, 11),
    // 260 (255, 25, 20), -60 (0, 30, 90): the nearest of left, above, corner.
    CHECK(heads == std::vector<std::uint8_t>{1, 5, 0, 188, 1, 255});
}

} // namespace tessera
