// From tables to jobs.
// Why: docs/decisions/a-batch-believes-the-table-of-options.md
#pragma once

#include "batch/manifest/tables.hpp"

#include <string>
#include <vector>

namespace tessera::batch {

/// A job, before it is known which jobs it comes after.
struct Draft {
    Job job;
    const JobCommand *command;
    JobValue after; ///< names or globs of jobs
    bool named;     ///< by the manifest
};

/// The jobs of a table: one, or one for each file that its source stands for. Files that earlier
/// jobs will write count as if they were there.
/// Throws: Error{invalid_argument} with the position.
[[nodiscard]] std::vector<Draft> expand(const JobTable &table, const std::string &folder,
                                        std::span<const Draft> earlier);

/// An absolute and normal path of what a job names, as it looks from `folder`.
[[nodiscard]] std::string place_of(const std::string &path, const std::string &folder);

/// The files and folders that a job reads by name, as place_of() has them.
[[nodiscard]] std::vector<std::string> places_read(const Job &job, const JobCommand &command,
                                                   const std::string &folder);

} // namespace tessera::batch
