// Inside a long operation: cancelling and telling how far one has come.
#pragma once

#include <tessera/run.hpp>

#include <cstdint>
#include <mutex>
#include <string_view>

namespace tessera::internal {

/// Throws: Error{cancelled} once a stop was requested.
void throw_if_cancelled(const RunOptions &run);

/// Throws: Error{invalid_argument} unless `threads` is 0 to most_threads. Every public function
/// that takes RunOptions calls it first.
void check_run(const RunOptions &run);

/// Threads to use: those asked for, or as many as OpenMP would take. At least 1.
/// Throws: as check_run().
[[nodiscard]] int threads_of(const RunOptions &run);

/// Counts a stage's work and passes it on. Thread-safe.
class ProgressCounter {
  public:
    ProgressCounter(const RunOptions &run, std::string_view stage, std::uint64_t total);

    void add(std::uint64_t work);

  private:
    const RunOptions &run_;
    std::string_view stage_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
    std::mutex mutex_;
};

} // namespace tessera::internal
