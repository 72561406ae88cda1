#include "write/jpeg/codes.hpp"

#include <doctest/doctest.h>
#include <random>
#include <set>

namespace tessera {
using namespace internal;
namespace {

/// Share of all words of 16 bits that begin with one of the code's.
double kraft_sum(const JpegCode &code) {
    double sum = 0;
    for (std::size_t length = 1; length < code.words.size(); ++length)
        sum += code.words[length] / static_cast<double>(1 << length);
    return sum;
}

std::set<int> symbols_of(const JpegCode &code) {
    std::size_t words = 0;
    for (const std::uint8_t count : code.words)
        words += count;
    return {code.symbols.begin(), code.symbols.begin() + static_cast<std::ptrdiff_t>(words)};
}

} // namespace

TEST_CASE("jpeg codes: every symbol of baseline has a word, and none is of ones alone") {
    std::mt19937_64 random(3);
    for (const std::uint64_t most : {1U, 2U, 1000U, 4'000'000'000U}) {
        JpegStatistics statistics;
        for (std::size_t symbol = 0; symbol < 256; ++symbol)
            for (const std::size_t table : {0U, 1U}) {
                statistics.dc[table][symbol] = random() % most;
                statistics.ac[table][symbol] = random() % (random() % most + 1);
            }
        const JpegCodes codes = best_jpeg_codes(statistics);
        for (const std::size_t table : {0U, 1U}) {
            CHECK(symbols_of(codes.dc[table]).size() == 12);
            CHECK(symbols_of(codes.ac[table]).size() == 162);
            for (const JpegCode &code : {codes.dc[table], codes.ac[table]}) {
                CHECK(code.words[0] == 0);
                CHECK(kraft_sum(code) <= 1 - 1.0 / (1 << 16)); // words count up from 0
            }
        }
    }
}

TEST_CASE("jpeg codes: what is counted has the short words") {
    JpegStatistics statistics;
    statistics.ac[0][0x01] = 1'000'000;
    statistics.ac[0][end_of_block] = 1000;
    const JpegCode code = best_jpeg_codes(statistics).ac[0];
    CHECK(code.words[1] == 1);
    CHECK(code.symbols[0] == 0x01);
    CHECK(code.words[2] == 1);
    CHECK(code.symbols[1] == end_of_block);
}

TEST_CASE("jpeg codes: a block counted by hand") {
    std::array<std::int16_t, jpeg_block> block{};
    block[0] = -3;
    block[1] = 1;   // the first AC coefficient
    block[16] = -5; // the third, after a zero
    block[52] = 2;  // the 50th, after 46 zeros
    JpegCounts dc{}, ac{};
    count_block(block, 4, dc, ac);
    CHECK(dc[3] == 1); // -7
    CHECK(ac[0x01] == 1);
    CHECK(ac[0x13] == 1);
    CHECK(ac[sixteen_zeros] == 2);
    CHECK(ac[14 << 4 | 2] == 1);
    CHECK(ac[end_of_block] == 1);
    block[63] = 1; // the last
    count_block(block, -3, dc, ac);
    CHECK(dc[0] == 1);
    CHECK(ac[end_of_block] == 1);
}

} // namespace tessera
