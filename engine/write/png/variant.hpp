// A variant, encoded: the bits of each of its scanlines, ready to be put anywhere.
#pragma once

#include "base/hasher.hpp"
#include "write/png/code.hpp"
#include "write/png/filter.hpp"

#include <tessera/mosaic.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <vector>

namespace tessera::internal {

/// Bytes as literals and as runs, which repeat the byte or the px before: literal(byte),
/// run(length, distance).
template <class Literal, class Run>
void tokenize(std::span<const std::uint8_t> bytes, Literal &&literal, Run &&run) {
    constexpr std::size_t word = sizeof(std::uint64_t); // shorter runs don't pay
    const std::uint8_t *const text = bytes.data();
    for (std::size_t i = 0; i < bytes.size();) {
        unsigned distance = 0;
        if (i + word <= bytes.size()) {
            const std::uint64_t next = load_word(text + i);
            if (i >= 1 && next == load_word(text + i - 1))
                distance = 1;
            else if (i >= 3 && next == load_word(text + i - 3))
                distance = 3;
        }
        if (distance == 0) {
            literal(text[i++]);
            continue;
        }
        unsigned length = word;
        while (i + length < bytes.size() && length < longest_match &&
               text[i + length] == text[i + length - distance])
            ++length;
        run(length, distance);
        i += length;
    }
}

/// Finds variants that are the same below their first scanline: once filtered, tiles that differ
/// only by a tint often are, and all flat ones are. Thread-safe.
class ContentTable {
  public:
    /// The variant that came first with these bytes, which may be the very one.
    [[nodiscard]] VariantIndex holder(VariantIndex variant, std::span<const std::uint8_t> below);

  private:
    std::map<Digest, VariantIndex> holders_;
    std::mutex mutex_;
};

/// What is true of an encoded variant as a whole.
struct EncodedHeader {
    std::uint32_t rows;         ///< that it has: all, or only the first, if others hold the rest
    std::uint32_t row_bits;     ///< of a row below the first one, on average
    std::uint32_t first_period; ///< period_of() the first row
    std::uint32_t period_below; ///< that all rows below have in common
};

/// One scanline of an encoded variant.
struct EncodedRow {
    std::uint32_t offset;    ///< of its bits, bytes from the start
    std::uint32_t bits : 31; ///< how many
    std::uint32_t zero : 1;  ///< all its bytes are 0
};

/// Reads what VariantEncoder wrote: a header, each row's Adler::value(), each row, both edges if
/// the filter has heads, all bits.
class EncodedVariant {
  public:
    explicit EncodedVariant(const std::uint8_t *bytes) noexcept : bytes_(bytes) {}

    [[nodiscard]] EncodedHeader header() const noexcept { return at<EncodedHeader>(0); }
    /// Of what is encoded: without the head.
    [[nodiscard]] std::uint32_t adler(std::size_t row) const noexcept {
        return at<std::uint32_t>(adler_offset(row));
    }
    [[nodiscard]] EncodedRow row(std::size_t row) const noexcept {
        return at<EncodedRow>(row_offset(at<std::uint32_t>(0), row));
    }
    [[nodiscard]] const std::uint8_t *bits(EncodedRow row) const noexcept {
        return bytes_ + row.offset;
    }
    /// The first, and the last, px of rows [begin, end), rows x 3. REQUIRES: its filter has heads.
    [[nodiscard]] std::span<const std::uint8_t> left_edge(std::size_t begin,
                                                          std::size_t end) const noexcept {
        return {bytes_ + row_offset(header().rows, header().rows) + begin * 3, (end - begin) * 3};
    }
    [[nodiscard]] std::span<const std::uint8_t> right_edge(std::size_t begin,
                                                           std::size_t end) const noexcept {
        return left_edge(header().rows + begin, header().rows + end);
    }

    static constexpr std::size_t adler_offset(std::size_t row) noexcept {
        return sizeof(EncodedHeader) + row * sizeof(std::uint32_t);
    }
    static constexpr std::size_t row_offset(std::size_t rows, std::size_t row) noexcept {
        return adler_offset(rows) + row * sizeof(EncodedRow);
    }

  private:
    /// The bytes lie anywhere, in a file too.
    template <class Value> [[nodiscard]] Value at(std::size_t offset) const noexcept {
        Value value;
        std::memcpy(&value, bytes_ + offset, sizeof value);
        return value;
    }

    const std::uint8_t *bytes_;
};

/// Encodes variants, one after the other. One for each thread.
class VariantEncoder {
  public:
    VariantEncoder(TileShape tile, Filter filter, const DeflateCode &code, ContentTable &contents)
        : tile_(tile), filter_(filter), code_(code), contents_(contents) {}

    /// pixels: height x width x 3. Fills `bytes` with what EncodedVariant reads. Returns the holder
    /// of the rows below the first one.
    [[nodiscard]] VariantIndex encode(VariantIndex variant, std::span<const std::uint8_t> pixels,
                                      std::vector<std::uint8_t> &bytes);

  private:
    EncodedRow encode_row(std::span<const std::uint8_t> row, std::vector<std::uint8_t> &bytes);

    TileShape tile_;
    Filter filter_;
    const DeflateCode &code_;
    ContentTable &contents_;
    std::vector<std::uint8_t> filtered_;
};

} // namespace tessera::internal
