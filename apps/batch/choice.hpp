// Which jobs of a manifest are meant.
#pragma once

#include "batch/batch.hpp"

#include <string>
#include <vector>

namespace tessera::batch {

/// Whether each job is of those names or globs, or is waited for by one that is. None: all are.
/// Throws: Error{invalid_argument} for a name that no job has.
[[nodiscard]] std::vector<bool> chosen_jobs(const Manifest &manifest,
                                            const std::vector<std::string> &only);

/// The command of that name. REQUIRES: it is there.
[[nodiscard]] const JobCommand &command_of(const Job &job, std::span<const JobCommand> commands);

} // namespace tessera::batch
