#include "batch/slurm/submit.hpp"

#include "batch/slurm/shards.hpp"
#include "batch/slurm/slurm.hpp"

#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::batch {
namespace fs = std::filesystem;
namespace {

using Names = std::vector<std::string>;

std::string name_of(TaskStep step) {
    switch (step) {
    case TaskStep::plan:
        return "plan";
    case TaskStep::shard:
        return "shard";
    case TaskStep::join:
        return "join";
    case TaskStep::whole:
        break;
    }
    return "whole";
}

/// The tessera command as nodes have it.
std::string program_of(const Manifest &manifest, const BatchOptions &options) {
    const Names given = slurm_setting(manifest.slurm, "", "program");
    return given.empty() ? options.program
                         : (fs::path(manifest.folder) / given[0]).lexically_normal().string();
}

/// The task of a step, for sbatch, without what it waits for.
SlurmRequest request_of(const Manifest &manifest, const Job &job, TaskStep step,
                        const BatchOptions &options) {
    const RecordFolder records = RecordFolder::beside(options.journal);
    const bool own = step == TaskStep::whole || step == TaskStep::shard;
    SlurmRequest request;
    request.name = own ? job.name : fmt::format("{}:{}", job.name, name_of(step));
    request.command = own ? job.command : name_of(step);
    request.folder = manifest.folder;
    request.log = records.file(job.name, "log");
    request.task = {program_of(manifest, options), "batch", "task", records.file(job.name, "order"),
                    "--step=" + name_of(step)};
    request.tasks = step == TaskStep::shard ? job.shards : 0;
    return request;
}

/// Makes way for results to come. Steps that are done stay.
void remove_results(const RecordFolder &records, const Manifest &manifest, const Job &job) {
    records.remove(job.name, "json");
    for (const TaskStep step : steps_of(manifest, job)) {
        const int count = step == TaskStep::plan ? 1 : step == TaskStep::shard ? job.shards : 0;
        for (int shard = 1; shard <= count; ++shard) {
            const std::string name = record_name(job, step, shard);
            const auto record = records.find(job.name, name);
            if (record && record->entry.result.state != JobState::done)
                records.remove(job.name, name);
        }
    }
}

} // namespace

Names submissions_of(const Manifest &manifest, const Job &job, const BatchOptions &options,
                     const Names &after) {
    Names lines, before = after;
    for (const TaskStep step : steps_of(manifest, job)) {
        SlurmRequest request = request_of(manifest, job, step, options);
        request.after = std::exchange(before, {request.name});
        lines.push_back(shell_line(sbatch_line(request, manifest.slurm)));
    }
    return lines;
}

Names submit_job(const Manifest &manifest, const Job &job, const JobCommand &command,
                 const BatchOptions &options, const Record &known, const Names &after,
                 const std::stop_token &cancel) {
    const RecordFolder records = RecordFolder::beside(options.journal);
    remove_results(records, manifest, job);
    records.save({.manifest = fs::absolute(manifest.path).lexically_normal().string(),
                  .job = job.name,
                  .program = program_of(manifest, options),
                  .digest = order_digest(job, command),
                  .timeout = job.timeout > 0 ? job.timeout : options.timeout,
                  .memory = options.memory,
                  .retries = options.retries,
                  .known = known});
    Names ids;
    for (const TaskStep step : steps_of(manifest, job)) {
        SlurmRequest request = request_of(manifest, job, step, options);
        request.after = ids.empty() ? after : Names{ids.back()};
        ids.push_back(submit(sbatch_line(request, manifest.slurm), cancel));
    }
    return ids;
}

} // namespace tessera::batch
