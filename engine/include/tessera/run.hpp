// How an operation runs: threads, progress, cancelling, and the share of the work that it does.
#pragma once

#include <tessera/export.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

namespace tessera {

/// Returns the version of the running library: "0.2.0".
[[nodiscard]] TESSERA_API std::string_view version() noexcept;

/// How far a stage has come. `total` is 0 if it isn't known beforehand.
struct Progress {
    std::string_view stage; ///< "build", "match", "encode", "write" ...: see docs/calling.md
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

/// The largest number of threads that an operation accepts.
inline constexpr int most_threads = 1024;

/// How a long operation runs. All members are optional. Every operation throws
/// Error{invalid_argument} before any work if `threads` is below 0 or above most_threads.
struct RunOptions {
    int threads = 0;          ///< 0 .. most_threads; 0: as many as OpenMP uses
    std::stop_token cancel{}; ///< on a stop request the operation soon throws Error{cancelled}
    /// Called with the progress from one thread at a time, though not always the same one. An
    /// exception that it throws is ignored.
    std::function<void(const Progress &)> progress{};
};

/// The largest number of shards.
inline constexpr int most_shards = 1'000'000;

/// The things [begin, end) of a sequence.
struct Range {
    std::uint64_t begin = 0, end = 0;

    /// Returns the number of things.
    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return end - begin; }
    bool operator==(const Range &) const = default;
};

/// One of `count` equal shares of some work.
struct Shard {
    int index = 1; ///< 1 .. count
    int count = 1; ///< 1 .. most_shards

    /// Returns which of `total` things in a sequence belong to this share. The ranges of all
    /// shards, in order, cover the whole sequence. If there are fewer things than shards, some
    /// ranges are empty.
    [[nodiscard]] constexpr Range of(std::uint64_t total) const noexcept {
        const auto part = [&](int shards) {
            return total * static_cast<std::uint64_t>(shards) / static_cast<std::uint64_t>(count);
        };
        return {part(index - 1), part(index)};
    }
    bool operator==(const Shard &) const = default;
};

/// Checks a shard.
/// Throws: Error{invalid_argument} unless 1 <= index <= count <= most_shards.
TESSERA_API void check_shard(Shard shard);

} // namespace tessera
