#include "write/png/code.hpp"

#include "write/huffman.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

namespace tessera::internal {
namespace {

constexpr int longest_word = 15, longest_length_word = 7;
/// Words of symbols that aren't expected must not make those of the others longer.
constexpr std::uint64_t scale = 1024;

BitWord low_bits(unsigned value, unsigned count) noexcept {
    return {value & ((1U << count) - 1), count};
}

/// Words of a canonical code by their lengths. Source: RFC 1951, 3.2.2.
template <std::size_t n> std::array<BitWord, n> words_of(const std::vector<std::uint8_t> &lengths) {
    std::array<BitWord, n> words{};
    std::uint64_t next = 0;
    for (unsigned length = 1; length <= longest_word; ++length, next <<= 1)
        for (std::size_t i = 0; i < n; ++i)
            if (lengths[i] == length) {
                // A word starts with its highest bit, unlike all else.
                for (unsigned bit = 0; bit < length; ++bit)
                    words[i].bits |= (next >> bit & 1) << (length - 1 - bit);
                words[i].count = length;
                ++next;
            }
    return words;
}

std::vector<std::uint8_t> lengths_for(std::span<const std::uint64_t> weights) {
    std::vector<std::uint64_t> all(weights.begin(), weights.end());
    for (std::uint64_t &weight : all)
        weight = weight * scale + 1;
    return huffman_lengths(all, longest_word);
}

double entropy(std::span<const std::uint64_t> weights) noexcept {
    double sum = 0, bits = 0;
    for (const std::uint64_t weight : weights)
        sum += static_cast<double>(weight);
    for (const std::uint64_t weight : weights)
        if (weight > 0)
            bits -= static_cast<double>(weight) * std::log2(static_cast<double>(weight) / sum);
    return bits;
}

} // namespace

DeflateSymbol length_symbol(unsigned length) noexcept {
    if (length == longest_match)
        return {285, {}};
    const unsigned offset = length - shortest_match;
    if (offset < 8)
        return {257 + offset, {}};
    const auto extra = static_cast<unsigned>(std::bit_width(offset)) - 3;
    return {257 + 4 * (extra + 1) + (offset >> extra & 3), low_bits(offset, extra)};
}

DeflateSymbol distance_symbol(unsigned distance) noexcept {
    const unsigned offset = distance - 1;
    if (offset < 4)
        return {offset, {}};
    const auto extra = static_cast<unsigned>(std::bit_width(offset)) - 2;
    return {2 * (extra + 1) + (offset >> extra & 1), low_bits(offset, extra)};
}

void DeflateWeights::match(unsigned length, unsigned distance, std::uint64_t weight) noexcept {
    const DeflateSymbol first = length_symbol(length), second = distance_symbol(distance);
    symbols[first.symbol] += weight;
    distances[second.symbol] += weight;
    extra += (first.extra.count + second.extra.count) * weight;
}

void DeflateWeights::add(const DeflateWeights &other) noexcept {
    for (std::size_t i = 0; i < symbols.size(); ++i)
        symbols[i] += other.symbols[i];
    for (std::size_t i = 0; i < distances.size(); ++i)
        distances[i] += other.distances[i];
    extra += other.extra;
}

double DeflateWeights::bits() const noexcept {
    return entropy(symbols) + entropy(distances) + static_cast<double>(extra);
}

DeflateCode::DeflateCode(const DeflateWeights &weights)
    : symbols_(words_of<deflate_symbols>(lengths_for(weights.symbols))),
      distances_(words_of<deflate_distances>(lengths_for(weights.distances))) {
    for (unsigned length = shortest_match; length <= longest_match; ++length) {
        const auto [symbol, extra] = length_symbol(length);
        lengths_[length] = symbols_[symbol];
        lengths_[length] += extra;
    }
    describe();
}

BitWord DeflateCode::distance_word(unsigned distance) const noexcept {
    const auto [symbol, extra] = distance_symbol(distance);
    BitWord word = distances_[symbol];
    return word += extra;
}

/// Makes the header of a dynamic block. Source: RFC 1951, 3.2.7.
void DeflateCode::describe() {
    constexpr std::array<std::uint8_t, 19> order = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                    11, 4,  12, 3, 13, 2, 14, 1, 15};
    constexpr unsigned repeat = 16; // of the length before, 3 to 6 times
    std::vector<unsigned> lengths;
    for (const BitWord &word : symbols_)
        lengths.push_back(word.count);
    for (const BitWord &word : distances_)
        lengths.push_back(word.count);
    std::vector<DeflateSymbol> text;
    std::array<std::uint64_t, order.size()> weights{};
    for (std::size_t i = 0, run = 0; i < lengths.size(); i += run) {
        const auto begin = lengths.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end = std::find_if(begin, lengths.end(), [&](auto l) { return l != *begin; });
        run = std::min<std::size_t>(static_cast<std::size_t>(end - begin), 6);
        if (i > 0 && lengths[i] == lengths[i - 1] && run >= 3) {
            text.push_back({repeat, low_bits(static_cast<unsigned>(run) - 3, 2)});
        } else {
            run = 1;
            text.push_back({lengths[i], {}});
        }
        ++weights[text.back().symbol];
    }
    const auto words = words_of<order.size()>(huffman_lengths(weights, longest_length_word));
    header_ = {{0b100, 3}, // not the last block, and with a code of its own
               low_bits(deflate_symbols - 257, 5),
               low_bits(deflate_distances - 1, 5),
               low_bits(order.size() - 4, 4)};
    for (const std::uint8_t symbol : order)
        header_.push_back(low_bits(words[symbol].count, 3));
    for (const auto &[symbol, extra] : text) {
        header_.push_back(words[symbol]);
        header_.push_back(extra);
    }
}

void DeflateCode::put_header(BitWriter &writer) const noexcept {
    for (const BitWord &word : header_)
        writer.put(word);
}

} // namespace tessera::internal
