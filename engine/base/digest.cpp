#include "base/hasher.hpp"

#include <tessera/error.hpp>

namespace tessera {
using namespace internal;
namespace {

int nibble(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

} // namespace

Digest digest_of(std::string_view bytes) {
    return hash_bytes({reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()});
}

std::string to_string(const Digest &digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.bytes.size());
    for (const std::uint8_t byte : digest.bytes) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

Digest parse_digest(const std::string &hex) {
    Digest digest;
    bool good = hex.size() == 2 * digest.bytes.size();
    for (std::size_t i = 0; good && i < digest.bytes.size(); ++i) {
        const int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);
        good = high >= 0 && low >= 0;
        digest.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    if (!good)
        throw Error(ErrorCode::invalid_argument,
                    "a digest is 32 hexadecimal digits, not '" + hex + "'");
    return digest;
}

} // namespace tessera
