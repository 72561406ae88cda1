// Hashing contents. xxHash's one door.
#pragma once

#include <tessera/digest.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace tessera::internal {

/// Streaming XXH3-128. Not thread-safe.
class Hasher {
  public:
    Hasher();

    Hasher &add(std::span<const std::byte> bytes);
    Hasher &add(std::uint64_t number);  ///< eight bytes, little-endian
    Hasher &add(std::string_view text); ///< its length, then its bytes: no two lists hash alike
    Hasher &add(const Digest &digest);

    [[nodiscard]] Digest digest() const;

  private:
    struct Delete {
        void operator()(void *state) const noexcept;
    };
    std::unique_ptr<void, Delete> state_;
};

[[nodiscard]] Digest hash_bytes(std::span<const std::uint8_t> bytes);

} // namespace tessera::internal
