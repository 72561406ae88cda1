// A manifest's tables, with what it includes, and with the defaults in each.
#pragma once

#include "batch/manifest/value.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tessera::batch {

/// [[render]], for example: of one job, or of a job for each of its sources.
struct JobTable {
    const JobCommand *command;
    ManifestPosition at;
    std::vector<Value::Member> members; ///< its own, and those defaults that it doesn't say
};

struct Tables {
    std::vector<JobTable> jobs; ///< those of included files before those of what includes them
    std::vector<JobValue> settings;
    std::vector<SlurmValue> slurm;
};

/// Keys that any job has, besides those of its command.
[[nodiscard]] const std::vector<std::string> &job_keys();

/// Throws: as read_manifest().
[[nodiscard]] Tables read_tables(const std::string &path, std::span<const JobCommand> commands,
                                 const JobCommand &batch);

/// The texts of an option's value. Throws: Error{invalid_argument} where it can't have that value.
[[nodiscard]] std::vector<std::string> texts_of(const Value::Member &member,
                                                const JobOption &option);

/// "there is no key 'acros' of render; did you mean 'across'?"
[[nodiscard]] Error unknown_key(const Value::Member &member, const std::string &place,
                                const std::vector<std::string> &names);

} // namespace tessera::batch
