// Handing jobs over to Slurm.
#pragma once

#include "batch/slurm/record.hpp"

#include "batch/batch.hpp"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tessera::batch {

/// The commands that would submit a job, in which what it comes after stands by its name.
/// Throws: as steps_of().
[[nodiscard]] std::vector<std::string> submissions_of(const Manifest &manifest, const Job &job,
                                                      const BatchOptions &options,
                                                      const std::vector<std::string> &after);

/// Submits a job, and leaves the order for its tasks. known: what of it was done before. after: ids
/// of what it waits for. Returns Slurm's ids of it; the last is of what ends it.
/// Throws: as steps_of() and submit(); Error{write_failed} for the order.
[[nodiscard]] std::vector<std::string> submit_job(const Manifest &manifest, const Job &job,
                                                  const JobCommand &command,
                                                  const BatchOptions &options, const Record &known,
                                                  const std::vector<std::string> &after,
                                                  const std::stop_token &cancel);

/// run_batch() on Slurm.
[[nodiscard]] std::vector<JobResult> run_on_slurm(const Manifest &manifest,
                                                  std::span<const JobCommand> commands,
                                                  const BatchOptions &options,
                                                  const RunOptions &run);

} // namespace tessera::batch
