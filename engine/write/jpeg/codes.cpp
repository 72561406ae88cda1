#include "write/jpeg/codes.hpp"

#include "write/huffman.hpp"

#include <bit>
#include <cstdlib>
#include <vector>

namespace tessera::internal {
namespace {

constexpr int longest_word = 16;
constexpr std::size_t largest_dc = 11, largest_ac = 10; // size categories of 8-bit samples

/// Place in a block, row-major, of each coefficient as they are coded. Source: ITU-T T.81, A.3.6.
constexpr std::array<std::uint8_t, jpeg_block> zigzag = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

bool is_dc(std::size_t symbol) { return symbol <= largest_dc; }

bool is_ac(std::size_t symbol) {
    const std::size_t size = symbol & 15;
    return symbol == end_of_block || symbol == sixteen_zeros || (size >= 1 && size <= largest_ac);
}

/// No word may consist of ones alone (ITU-T T.81, K.2), and the last of the longest does. So a
/// symbol that nobody uses takes it: the lightest, so that none is longer.
JpegCode best_code(const JpegCounts &counts, bool (*possible)(std::size_t)) {
    constexpr std::uint64_t unused = 1, uncounted = 2, counted = 1 << 16;
    std::vector<std::uint64_t> weights(counts.size() + 1);
    for (std::size_t symbol = 0; symbol < counts.size(); ++symbol)
        if (possible(symbol))
            weights[symbol] = counts[symbol] * counted + uncounted;
    weights.back() = unused;
    const std::vector<std::uint8_t> lengths = huffman_lengths(weights, longest_word);
    JpegCode code;
    std::size_t place = 0;
    for (std::uint8_t length = 1; length <= longest_word; ++length)
        for (std::size_t symbol = 0; symbol < counts.size(); ++symbol)
            if (lengths[symbol] == length) {
                ++code.words[length];
                code.symbols[place++] = static_cast<std::uint8_t>(symbol);
            }
    return code;
}

} // namespace

void count_block(std::span<const std::int16_t, jpeg_block> block, int prediction, JpegCounts &dc,
                 JpegCounts &ac) {
    const auto size_of = [](int value) {
        return static_cast<std::size_t>(std::bit_width(static_cast<unsigned>(std::abs(value))));
    };
    ++dc[size_of(block[0] - prediction)];
    std::size_t zeros = 0;
    for (std::size_t i = 1; i < zigzag.size(); ++i) {
        const int value = block[zigzag[i]];
        if (value == 0) {
            ++zeros;
            continue;
        }
        ac[sixteen_zeros] += zeros / 16;
        ++ac[zeros % 16 << 4 | size_of(value)];
        zeros = 0;
    }
    if (zeros > 0)
        ++ac[end_of_block];
}

void JpegStatistics::add(const JpegStatistics &other, std::uint64_t times) noexcept {
    for (std::size_t table = 0; table < dc.size(); ++table)
        for (std::size_t symbol = 0; symbol < dc[table].size(); ++symbol) {
            dc[table][symbol] += other.dc[table][symbol] * times;
            ac[table][symbol] += other.ac[table][symbol] * times;
        }
}

JpegCodes best_jpeg_codes(const JpegStatistics &statistics) {
    JpegCodes codes;
    for (std::size_t table = 0; table < codes.dc.size(); ++table) {
        codes.dc[table] = best_code(statistics.dc[table], is_dc);
        codes.ac[table] = best_code(statistics.ac[table], is_ac);
    }
    return codes;
}

} // namespace tessera::internal
