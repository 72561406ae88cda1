// Work in equal shares.
#pragma once

#include <tessera/export.hpp>

#include <cstdint>

namespace tessera {

inline constexpr int most_shards = 1'000'000;

/// Things [begin, end) of some that are in an order.
struct Range {
    std::uint64_t begin = 0, end = 0;

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return end - begin; }
    bool operator==(const Range &) const = default;
};

/// One of `count` equal shares of some work.
struct Shard {
    int index = 1; ///< 1 .. count
    int count = 1; ///< 1 .. most_shards

    /// Which of `total` things in an order are its own. Those of all shards, in the shards' order,
    /// are all of them; of fewer things than shards, some shards have none.
    [[nodiscard]] constexpr Range of(std::uint64_t total) const noexcept {
        const auto part = [&](int shards) {
            return total * static_cast<std::uint64_t>(shards) / static_cast<std::uint64_t>(count);
        };
        return {part(index - 1), part(index)};
    }
    bool operator==(const Shard &) const = default;
};

/// Throws: Error{invalid_argument} unless 1 <= index <= count <= most_shards.
TESSERA_API void check_shard(Shard shard);

} // namespace tessera
