// How long stores take to write and to read pictures.
#pragma once

#include "cli/bench/disk.hpp"
#include "cli/bench/pictures.hpp"

#include <tessera/run.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::cli {

/// What is measured. Reading begins with opening the store.
enum class BenchWork {
    write, ///< into a new store, until it is flushed to disk and has its name
    cold_in_order,
    cold_shuffled,
    warm_in_order,
    warm_shuffled,
};

struct BenchWorkName {
    BenchWork work;
    std::string_view operation, cache, order; ///< "read", "cold", "shuffled"
    std::string_view title;
};

inline constexpr std::array<BenchWorkName, 5> bench_works = {{
    {BenchWork::write, "write", "", "in order", "write"},
    {BenchWork::cold_in_order, "read", "cold", "in order", "read cold, in order"},
    {BenchWork::cold_shuffled, "read", "cold", "shuffled", "read cold, shuffled"},
    {BenchWork::warm_in_order, "read", "warm", "in order", "read warm, in order"},
    {BenchWork::warm_shuffled, "read", "warm", "shuffled", "read warm, shuffled"},
}};

struct BenchPlan {
    std::vector<std::string> stores{};   ///< kinds, with their options
    std::vector<std::uint32_t> counts{}; ///< of pictures, ascending
    std::vector<int> threads{};          ///< ascending
    std::uint64_t seed = 0;              ///< of the order of shuffled reads
    int most_runs = 0;                   ///< of one measurement
    std::string folder{};                ///< to work in
};

struct BenchTiming {
    std::string store{};
    std::uint32_t pictures = 0;
    BenchWork work{};
    int threads = 0;
    double seconds = 0; ///< the median of its runs
    int runs = 0;
};

struct BenchSize {
    std::string store{};
    std::uint32_t pictures = 0;
    DiskUse use{};
};

struct BenchResult {
    std::vector<BenchTiming> timings{};
    std::vector<BenchSize> sizes{};
    double stayed_cached = 0; ///< the largest part of a store that was cached when read cold

    [[nodiscard]] const BenchTiming &timing(const std::string &store, std::uint32_t pictures,
                                            BenchWork work, int threads) const;
    [[nodiscard]] const DiskUse &use(const std::string &store, std::uint32_t pictures) const;
};

/// Bytes that a store of any kind takes at most, about.
[[nodiscard]] std::uint64_t most_bytes_of(TileShape shape, std::uint32_t pictures);

/// Writes and reads real stores, one after another. Progress: stage "bench".
/// Throws: as create_store(), open_store(); Error{cancelled}.
[[nodiscard]] BenchResult measure_stores(const BenchPlan &plan, const BenchPictures &pictures,
                                         const RunOptions &run);

} // namespace tessera::cli
