#include "base/digest.hpp"

#include <tessera/error.hpp>

#include <bit>
#include <new>
#include <xxhash.h>

namespace tessera {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers are hashed and kept little-endian");

Digest canonical(XXH128_hash_t hash) {
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    Digest digest;
    std::copy(std::begin(bytes.digest), std::end(bytes.digest), digest.bytes.begin());
    return digest;
}

XXH3_state_t *state_of(void *state) { return static_cast<XXH3_state_t *>(state); }

int nibble(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

} // namespace

void Hasher::Delete::operator()(void *state) const noexcept { XXH3_freeState(state_of(state)); }

Hasher::Hasher() : state_(XXH3_createState()) {
    if (!state_)
        throw std::bad_alloc();
    XXH3_128bits_reset(state_of(state_.get()));
}

Hasher &Hasher::add(std::span<const std::byte> bytes) {
    XXH3_128bits_update(state_of(state_.get()), bytes.data(), bytes.size());
    return *this;
}

Hasher &Hasher::add(std::uint64_t number) { return add(std::as_bytes(std::span(&number, 1))); }

Hasher &Hasher::add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    return add(std::as_bytes(std::span(text)));
}

Hasher &Hasher::add(const Digest &digest) { return add(std::as_bytes(std::span(digest.bytes))); }

Digest Hasher::digest() const { return canonical(XXH3_128bits_digest(state_of(state_.get()))); }

Digest hash_bytes(std::span<const std::uint8_t> bytes) {
    return canonical(XXH3_128bits(bytes.data(), bytes.size()));
}

Digest digest_of(std::string_view bytes) {
    return canonical(XXH3_128bits(bytes.data(), bytes.size()));
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
