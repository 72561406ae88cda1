// The prefix code of a DEFLATE block. Source: RFC 1951, 3.2.5 to 3.2.7.
// Why: docs/decisions/pngs-are-joined-bit-by-bit.md
#pragma once

#include "write/png/bits.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace tessera::internal {

inline constexpr std::size_t deflate_symbols = 286, deflate_distances = 30;
inline constexpr std::uint64_t deflate_window = 32'768; ///< farthest that a match reaches back
inline constexpr unsigned longest_match = 258, shortest_match = 3;

/// A symbol, and the bits that follow its word.
struct DeflateSymbol {
    unsigned symbol;
    BitWord extra;
};

/// REQUIRES: shortest_match <= length <= longest_match.
[[nodiscard]] DeflateSymbol length_symbol(unsigned length) noexcept;

/// REQUIRES: 1 <= distance <= deflate_window.
[[nodiscard]] DeflateSymbol distance_symbol(unsigned distance) noexcept;

/// Cuts a match of any length from shortest_match on into such as there are: use(length).
template <class Use> void cut_match(std::uint64_t length, Use &&use) {
    while (length > 0) {
        const std::uint64_t rest = length > longest_match ? length - longest_match : 0;
        const std::uint64_t part = rest == 0               ? length
                                   : rest < shortest_match ? longest_match - shortest_match
                                                           : longest_match;
        use(static_cast<unsigned>(part));
        length -= part;
    }
}

/// How often each symbol is used.
struct DeflateWeights {
    std::array<std::uint64_t, deflate_symbols> symbols{};
    std::array<std::uint64_t, deflate_distances> distances{};
    std::uint64_t extra = 0; ///< bits that follow words

    void literal(std::uint8_t value, std::uint64_t weight) noexcept { symbols[value] += weight; }
    void match(unsigned length, unsigned distance, std::uint64_t weight) noexcept;
    void add(const DeflateWeights &other) noexcept;

    /// What it all takes with the best code, as far as entropy tells.
    [[nodiscard]] double bits() const noexcept;
};

/// A code that has a word for every symbol, even for those of weight 0.
class DeflateCode {
  public:
    explicit DeflateCode(const DeflateWeights &weights);

    [[nodiscard]] BitWord literal(std::uint8_t value) const noexcept { return symbols_[value]; }
    [[nodiscard]] BitWord end_of_block() const noexcept { return symbols_[256]; }

    /// REQUIRES: as length_symbol() and distance_symbol().
    [[nodiscard]] BitWord match(unsigned length, unsigned distance) const noexcept {
        BitWord word = lengths_[length];
        return word += distance_word(distance);
    }

    /// Starts a block that isn't the last one.
    void put_header(BitWriter &writer) const noexcept;
    [[nodiscard]] std::size_t header_bytes() const noexcept { return header_.size() * 2; }

  private:
    [[nodiscard]] BitWord distance_word(unsigned distance) const noexcept;
    void describe();

    std::array<BitWord, deflate_symbols> symbols_{};
    std::array<BitWord, deflate_distances> distances_{};
    std::array<BitWord, longest_match + 1> lengths_{}; ///< by length, with extra bits
    std::vector<BitWord> header_;
};

} // namespace tessera::internal
