#include "base/hasher.hpp"

#include <bit>
#include <new>
#include <xxhash.h>

namespace tessera::internal {
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

} // namespace tessera::internal
