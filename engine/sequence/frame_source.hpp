// The frames that a writer asks for, counted.
// Why: docs/decisions/frames-come-one-at-a-time.md
#pragma once

#include "base/run.hpp"

#include <tessera/sequence.hpp>

namespace tessera::internal {

/// Hands on the frames of a reader; tells of progress, stops when that is asked for. Not
/// thread-safe.
class FrameSource {
  public:
    FrameSource(FrameReader &reader, const RunOptions &run);

    [[nodiscard]] const SequenceInfo &info() const noexcept { return reader_.info(); }
    [[nodiscard]] bool next(Frame &frame);
    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() { return reader_.durations(); }

    [[nodiscard]] const RunOptions &run() const noexcept { return run_; }
    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; } ///< so far
    [[nodiscard]] std::chrono::nanoseconds duration() const noexcept { return duration_; }

  private:
    FrameReader &reader_;
    const RunOptions &run_;
    ProgressCounter progress_;
    std::uint64_t frames_ = 0;
    std::chrono::nanoseconds duration_{0};
};

} // namespace tessera::internal
