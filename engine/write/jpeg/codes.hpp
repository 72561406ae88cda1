// Huffman codes of baseline JPEGs, made for what they are used for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tessera::internal {

inline constexpr std::size_t jpeg_block = 64;                           ///< coefficients
inline constexpr std::size_t end_of_block = 0x00, sixteen_zeros = 0xF0; ///< symbols of their own

/// How often each symbol occurs, by symbol: of DC coefficients their size category, of AC
/// coefficients run << 4 | size. Source: ITU-T T.81, F.1.2.
using JpegCounts = std::array<std::uint64_t, 256>;

/// Counts what a block of quantised coefficients, row-major, is coded as. prediction: of the first.
/// Source: ITU-T T.81, F.1.2.1.1, F.1.2.2.1.
void count_block(std::span<const std::int16_t, jpeg_block> block, int prediction, JpegCounts &dc,
                 JpegCounts &ac);

/// The counts of a picture: [0] luma, [1] chroma.
struct JpegStatistics {
    std::array<JpegCounts, 2> dc{}, ac{};

    /// Adds those of a picture that stands in `times` places.
    void add(const JpegStatistics &other, std::uint64_t times) noexcept;
};

/// A code as a file has it. Source: ITU-T T.81, B.2.4.2.
struct JpegCode {
    std::array<std::uint8_t, 17> words{};    ///< how many there are of each length, bits
    std::array<std::uint8_t, 256> symbols{}; ///< by ascending word
};

/// [0] luma, [1] chroma.
struct JpegCodes {
    std::array<JpegCode, 2> dc{}, ac{};
};

/// The shortest codes for what was counted. Every symbol that a baseline JPEG can hold has a word,
/// so that they serve pictures that were not counted, too. REQUIRES: all counts < 2^40.
[[nodiscard]] JpegCodes best_jpeg_codes(const JpegStatistics &statistics);

} // namespace tessera::internal
