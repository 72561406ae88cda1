// What a comparison of stores came to: in numbers, and in words.
#pragma once

#include "cli/bench/measure.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace tessera::cli {

/// All that is to be told.
struct BenchReport {
    BenchPlan plan{};
    BenchResult result{};
    TileShape shape{};
    std::string pictures{}; ///< what they were: "made with seed 1"
    std::string where{};    ///< "/data, ext4, 50.0 GB free"
    std::string cold{};     ///< how reading was made cold, and how far that went
};

/// "12.3 us", "4.56 ms", "7.89 s": three digits.
[[nodiscard]] std::string human_seconds(double seconds);

/// "1 thread", "2 threads"
[[nodiscard]] std::string threads_text(int threads);

struct BenchAdvice {
    std::string store{};
    std::string reason{}; ///< a sentence
};

/// The store whose times and size at the largest count, all counting alike, are the best; nothing
/// where only one was measured.
[[nodiscard]] std::optional<BenchAdvice> advice_of(const BenchReport &report);

/// For people to read.
[[nodiscard]] std::string table_of(const BenchReport &report);

/// RFC 4180, a row for each measurement.
[[nodiscard]] std::string csv_of(const BenchReport &report);

/// Fields for the report of --json.
[[nodiscard]] nlohmann::json json_of(const BenchReport &report);

} // namespace tessera::cli
