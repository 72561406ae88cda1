// Optimal prefix codes of limited length.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// Lengths of an optimal prefix code none of whose words is longer than `longest` bits.
/// weights: by symbol, how often it is used; a symbol of weight 0 gets no word (length 0). A single
/// symbol gets a word of one bit. REQUIRES: 2^longest >= symbols in use.
/// Source: Larmore, Hirschberg 1990, doi:10.1145/79147.79150 (package-merge).
[[nodiscard]] std::vector<std::uint8_t> huffman_lengths(std::span<const std::uint64_t> weights,
                                                        int longest);

} // namespace tessera::internal
