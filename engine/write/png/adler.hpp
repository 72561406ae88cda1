// Adler-32 of what is put together from parts. Source: RFC 1950, 2.2 and 9.
#pragma once

#include <cstdint>

namespace tessera::internal {

inline constexpr std::uint64_t adler_modulus = 65'521;

/// The two sums over a text: of its bytes, and of the first sum after each byte.
struct Adler {
    std::uint64_t first = 0, second = 0; ///< below adler_modulus

    /// Appends a text of `length` bytes.
    constexpr void append(Adler next, std::uint64_t length) noexcept {
        second = (second + length % adler_modulus * first + next.second) % adler_modulus;
        first = (first + next.first) % adler_modulus;
    }
    [[nodiscard]] constexpr std::uint32_t value() const noexcept {
        return static_cast<std::uint32_t>(second << 16 | first);
    }
    [[nodiscard]] static constexpr Adler of_value(std::uint32_t value) noexcept {
        return {value & 0xffff, value >> 16};
    }
};

} // namespace tessera::internal
