#include "write/png/variant.hpp"

#include <algorithm>
#include <libdeflate.h>

namespace tessera::internal {
namespace {

constexpr std::size_t longest_word = 15; // bits
constexpr std::uint32_t most_row_bits = 0x7fff'ffff;

template <class Value>
void store(std::vector<std::uint8_t> &bytes, std::size_t at, const Value &value) {
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

} // namespace

VariantIndex ContentTable::holder(VariantIndex variant, std::span<const std::uint8_t> below) {
    const Digest digest = hash_bytes(below);
    const std::lock_guard lock(mutex_);
    return holders_.try_emplace(digest, variant).first->second;
}

VariantIndex VariantEncoder::encode(VariantIndex variant, std::span<const std::uint8_t> pixels,
                                    std::vector<std::uint8_t> &bytes) {
    filter_tile(pixels, tile_, filter_, filtered_);
    const std::span<const std::uint8_t> filtered(filtered_);
    const std::size_t length = filtered.size() / static_cast<std::size_t>(tile_.height);
    const std::size_t head = head_bytes(filter_);
    const VariantIndex holder =
        head > 0 ? variant : contents_.holder(variant, filtered.subspan(length));
    const auto rows = holder == variant ? static_cast<std::uint32_t>(tile_.height) : 1;
    bytes.resize(EncodedVariant::row_offset(rows, rows));
    if (head > 0)
        for (const std::size_t column : {std::size_t{0}, length - head})
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t i = 0; i < head; ++i)
                    bytes.push_back(pixels[row * length + column + i]);
    EncodedHeader header{rows, 0, period_of(filtered.first(length)), head > 0 ? 0U : 1U};
    std::uint64_t bits_below = 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const std::size_t skipped = row > 0 ? head : 0;
        const auto text = filtered.subspan(row * length + skipped, length - skipped);
        const EncodedRow encoded = encode_row(text, bytes);
        store(bytes, EncodedVariant::adler_offset(row),
              libdeflate_adler32(0, text.data(), text.size()));
        store(bytes, EncodedVariant::row_offset(rows, row), encoded);
        if (row > 0) {
            bits_below += encoded.bits;
            header.period_below = common_period(header.period_below, period_of(text));
        }
    }
    header.row_bits = static_cast<std::uint32_t>(bits_below / std::max(rows - 1, 1U));
    store(bytes, 0, header);
    bytes.resize(bytes.size() + bit_padding);
    return holder;
}

/// Appends a row's bits.
EncodedRow VariantEncoder::encode_row(std::span<const std::uint8_t> row,
                                      std::vector<std::uint8_t> &bytes) {
    const std::size_t offset = bytes.size();
    // Runs take less than the longest literals in their place.
    bytes.resize(offset + row.size() * longest_word / 8 + 1 + bit_padding);
    BitWriter writer(bytes.data() + offset);
    std::uint32_t bits = 0;
    const auto put = [&](BitWord word) {
        writer.put(word);
        bits += word.count;
    };
    tokenize(
        row, [&](std::uint8_t value) { put(code_.literal(value)); },
        [&](unsigned length, unsigned distance) { put(code_.match(length, distance)); });
    bytes.resize(static_cast<std::size_t>(writer.finish() - bytes.data()));
    return {static_cast<std::uint32_t>(offset), bits & most_row_bits,
            !row.empty() && period_of(row) == 1 && row.front() == 0};
}

} // namespace tessera::internal
