// How an operation runs: threads, progress, cancelling, and which share of the work it does.
#pragma once

#include <tessera/export.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

namespace tessera {

/// Version of the library that runs, for example "0.1.0".
[[nodiscard]] TESSERA_API std::string_view version() noexcept;

/// How far a stage has come. total is 0 where it isn't known beforehand.
struct Progress {
    std::string_view stage; ///< "build", "match", "encode", "write" ...: docs/calling.md
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

inline constexpr int most_threads = 1024;

/// How a long operation runs. Every field may be left out. Every operation refuses a number of
/// threads below 0 or above most_threads: it throws Error{invalid_argument} before any work.
struct RunOptions {
    int threads = 0;          ///< 0 to most_threads; 0: as many as OpenMP takes
    std::stop_token cancel{}; ///< stop requested: the operation throws Error{cancelled}, soon
    /// Called from one thread at a time, though not always the same one. An exception that it
    /// throws is ignored.
    std::function<void(const Progress &)> progress{};
};

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
