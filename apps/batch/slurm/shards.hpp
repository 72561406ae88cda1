// A mosaic, or a library, made in shards: which commands that takes.
#pragma once

#include "batch/batch.hpp"

#include <span>
#include <string>
#include <vector>

namespace tessera::batch {

/// Of a job, one after the other: all of it at once, or, where it has shards, a plan unless its
/// source is one, the shards, the join.
/// Throws: Error{unreadable_image} for a source that is a damaged plan.
[[nodiscard]] std::vector<TaskStep> steps_of(const Manifest &manifest, const Job &job);

/// What a step does, as a job of its own. shard: from 1 on. REQUIRES: the job has that step.
[[nodiscard]] Job job_of_step(const Manifest &manifest, const Job &job,
                              std::span<const JobCommand> commands, TaskStep step, int shard = 1);

/// Where plan and parts lie until they are joined: hidden, beside the output.
[[nodiscard]] std::string parts_folder(const Manifest &manifest, const Job &job);

/// What a record of a step is called: "plan", "shard-3-of-8"; of the others "json", the job's.
[[nodiscard]] std::string record_name(const Job &job, TaskStep step, int shard = 1);

} // namespace tessera::batch
