// The chunks of an animated PNG that tell how long its frames are shown.
#pragma once

#include <tessera/sequence.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tessera::internal {

struct ApngTimes {
    int plays = 0; ///< 0: for ever
    std::vector<std::chrono::nanoseconds> durations{};
};

/// Nothing where the file isn't an animated PNG. Chunks are walked over, not read.
/// Throws: Error{unreadable_image} for an animated PNG that is cut short or lacks frames.
/// Source: PNG, third edition, 11.3.6.
[[nodiscard]] std::optional<ApngTimes> read_apng_times(const std::string &path);

} // namespace tessera::internal
