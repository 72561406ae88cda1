#include "batch/slurm/shards.hpp"

#include "batch/choice.hpp"
#include "batch/manifest/expand.hpp"

#include <tessera/error.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/target.hpp>

#include <algorithm>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
namespace fs = std::filesystem;
namespace {

const JobValue &value_of(const Job &job, const std::string &option) {
    const auto found = std::ranges::find(job.values, option, &JobValue::option);
    if (found == job.values.end())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{}: '{}' has no '{}', which shards want", to_string(job.at),
                                job.name, option));
    return *found;
}

std::string source_of(const Manifest &manifest, const Job &job) {
    return place_of(value_of(job, "source").values.at(0), manifest.folder);
}

bool is_library(const Job &job) { return job.command == "build"; }

/// Whether it is a mosaic's, and its source is, or will be, a picture.
bool wants_plan(const Manifest &manifest, const Job &job) {
    if (is_library(job))
        return false;
    const std::string source = source_of(manifest, job);
    for (const std::size_t before : job.after)
        if (const Job &other = manifest.jobs[before];
            std::ranges::find(other.writes, source) != other.writes.end())
            return other.command != "plan";
    return !fs::exists(source) || !read_plan_info(source);
}

std::string plan_path(const Manifest &manifest, const Job &job) {
    return parts_folder(manifest, job) + "/plan.tif";
}

std::string part_path(const Manifest &manifest, const Job &job, int shard) {
    const std::string suffix = Target(value_of(job, "output").values.at(0)).suffix();
    return fmt::format("{}/{}-of-{}{}{}", parts_folder(manifest, job), shard, job.shards, suffix,
                       is_library(job) ? "" : ".part");
}

void set(Job &job, const std::string &option, std::vector<std::string> values) {
    std::erase_if(job.values, [&](const JobValue &value) { return value.option == option; });
    job.values.push_back({option, job.at, std::move(values)});
}

/// Its own options, as far as another command has them.
void keep(Job &job, const JobCommand &command, bool (*wanted)(const JobOption *)) {
    std::erase_if(job.values,
                  [&](const JobValue &value) { return !wanted(command.find(value.option)); });
}

Job plan_job(const Manifest &manifest, Job job, std::span<const JobCommand> commands) {
    const std::string path = plan_path(manifest, job);
    job.command = "plan";
    keep(job, command_of(job, commands), [](const JobOption *option) { return option != nullptr; });
    set(job, "output", {path});
    job.writes = {path};
    return job;
}

Job shard_job(const Manifest &manifest, Job job, std::span<const JobCommand> commands, int shard) {
    const std::string path = part_path(manifest, job, shard);
    const std::string plan = plan_path(manifest, job);
    const std::string options = Target(value_of(job, "output").values.at(0)).options;
    if (wants_plan(manifest, job)) {
        // What decides the mosaic stands in the plan.
        const JobCommand &planner = *std::ranges::find(commands, "plan", &JobCommand::name);
        const std::vector<std::string> library = value_of(job, "library").values;
        keep(job, planner,
             [](const JobOption *option) { return !option || option->role == OptionRole::manner; });
        set(job, "library", library);
        set(job, "source", {plan});
    }
    set(job, "output", {options.empty() ? path : fmt::format("{}[{}]", path, options)});
    set(job, "shard", {fmt::format("{}/{}", shard, job.shards)});
    if (!is_library(job)) // those always are
        set(job, "sync", {});
    job.writes = {path};
    return job;
}

Job join_job(const Manifest &manifest, Job job) {
    const std::string output =
        place_of(Target(value_of(job, "output").values.at(0)).path, manifest.folder);
    std::vector<std::string> parts;
    for (int shard = 1; shard <= job.shards; ++shard)
        parts.push_back(part_path(manifest, job, shard));
    job.command = "join";
    job.values.clear();
    set(job, "part", std::move(parts));
    set(job, "output", {output});
    set(job, "sync", {});
    return job;
}

} // namespace

std::vector<TaskStep> steps_of(const Manifest &manifest, const Job &job) {
    if (job.shards == 1)
        return {TaskStep::whole};
    if (wants_plan(manifest, job))
        return {TaskStep::plan, TaskStep::shard, TaskStep::join};
    return {TaskStep::shard, TaskStep::join};
}

Job job_of_step(const Manifest &manifest, const Job &job, std::span<const JobCommand> commands,
                TaskStep step, int shard) {
    switch (step) {
    case TaskStep::plan:
        return plan_job(manifest, job, commands);
    case TaskStep::shard:
        return shard_job(manifest, job, commands, shard);
    case TaskStep::join:
        return join_job(manifest, job);
    case TaskStep::whole:
        break;
    }
    return job;
}

std::string parts_folder(const Manifest &manifest, const Job &job) {
    const fs::path output =
        place_of(Target(value_of(job, "output").values.at(0)).path, manifest.folder);
    return fmt::format("{}/.{}.parts", output.parent_path().string(), output.filename().string());
}

std::string record_name(const Job &job, TaskStep step, int shard) {
    return step == TaskStep::plan    ? "plan"
           : step == TaskStep::shard ? fmt::format("shard-{}-of-{}", shard, job.shards)
                                     : "json";
}

} // namespace tessera::batch
