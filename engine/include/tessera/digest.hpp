// A 128-bit content hash.
#pragma once

#include <tessera/export.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace tessera {

/// A hash of some bytes: XXH3-128, big-endian. It tells contents apart and detects damage. It is
/// not cryptographic.
/// Source: https://github.com/Cyan4973/xxHash, XXH128_canonicalFromHash.
struct Digest {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Digest &) const = default;
};

/// Returns the digest of the bytes.
[[nodiscard]] TESSERA_API Digest digest_of(std::string_view bytes);

/// Returns the digest as 32 lower-case hexadecimal digits.
[[nodiscard]] TESSERA_API std::string to_string(const Digest &digest);

/// Reads a digest that to_string() wrote.
/// Throws: Error{invalid_argument} for any other text.
[[nodiscard]] TESSERA_API Digest parse_digest(const std::string &hex);

} // namespace tessera
