// What jobs take, told from what others took.
#pragma once

#include "batch/journal/journal.hpp"

#include "batch/batch.hpp"

#include <cstdint>
#include <vector>

namespace tessera::batch {

/// What a job took that was done.
struct Sample {
    std::uint64_t input_bytes = 0;
    double seconds = 0;
    std::uint64_t memory = 0, bytes = 0;
};

[[nodiscard]] Sample sample_of(const JournalEntry &entry);

/// Of a job with that much input: on the line of least squares through the samples, where their
/// inputs differ; never less than half of the least of them. REQUIRES: there are samples.
[[nodiscard]] JobEstimate estimate(std::span<const Sample> samples, std::uint64_t input_bytes);

/// Seconds until all jobs are done, so many at once, in the order of the manifest.
[[nodiscard]] double time_of_all(const Manifest &manifest, std::span<const JobEstimate> jobs,
                                 int at_once);

/// Bytes that so many at once take, of those that take most.
[[nodiscard]] std::uint64_t memory_of_all(std::span<const JobEstimate> jobs, int at_once);

} // namespace tessera::batch
