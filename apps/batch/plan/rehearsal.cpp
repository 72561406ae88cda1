#include "batch/plan/rehearsal.hpp"

#include "base/run.hpp"
#include "batch/choice.hpp"
#include "batch/journal/stamp.hpp"
#include "batch/manifest/expand.hpp"

#include <tessera/target.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
using namespace internal;
namespace fs = std::filesystem;
namespace {

constexpr double most_seconds = 30;                 // that one rehearsal may take
constexpr std::size_t few_photos = 24, photos = 96; // of a library: two points make a line

std::vector<std::string> evenly(const std::vector<std::string> &all, std::size_t count) {
    std::vector<std::string> some;
    for (std::size_t i = 0; i < std::min(count, all.size()); ++i)
        some.push_back(all[i * all.size() / std::min(count, all.size())]);
    return some;
}

std::uint64_t bytes_of(const std::vector<std::string> &files) {
    std::uint64_t bytes = 0;
    for (const std::string &file : files) {
        std::error_code none;
        const auto size = fs::file_size(file, none);
        bytes += none ? 0 : size;
    }
    return bytes;
}

void set(Job &job, const std::string &option, std::vector<std::string> values) {
    std::erase_if(job.values, [&](const JobValue &value) { return value.option == option; });
    job.values.push_back({option, job.at, std::move(values)});
}

std::string code_of(const JobResult &result) {
    const auto report = nlohmann::json::parse(result.report, nullptr, false);
    const auto error = report.is_object() ? report.find("error") : report.end();
    return report.is_object() && error != report.end() ? error->value("code", "") : "";
}

} // namespace

Rehearsal::Rehearsal(const Manifest &manifest, std::span<const JobCommand> commands,
                     const BatchOptions &options, const RunOptions &run, std::vector<bool> to_do)
    : manifest_(manifest), commands_(commands), options_(options), run_(run),
      to_do_(std::move(to_do)), folder_(options.journal) {}

const JobCommand &Rehearsal::command(std::size_t job) const {
    return command_of(manifest_.jobs[job], commands_);
}

ChildResult Rehearsal::run(const Job &job, const std::vector<std::string> &more) {
    const int threads = std::max(1, threads_of(run_) / std::max(options_.jobs, 1));
    auto line = command_line(job, command_of(job, commands_), options_, threads, true);
    line.insert(line.begin() + 1, more.begin(), more.end());
    return run_child({.program = options_.program,
                      .folder = manifest_.folder,
                      .arguments = std::move(line),
                      .timeout = most_seconds,
                      .cancel = run_.cancel});
}

Rehearsal::Tried Rehearsal::new_outputs(std::size_t job) {
    Tried tried;
    for (const std::string &path : manifest_.jobs[job].writes) {
        const fs::path folder = folder_.path() / fmt::to_string(outputs_++);
        fs::create_directory(folder);
        tried.outputs[path] = (folder / fs::path(path).filename()).string();
    }
    return tried;
}

Job Rehearsal::moved(std::size_t index, const Tried &to, bool &partly) {
    Job job = manifest_.jobs[index];
    for (JobValue &value : job.values) {
        const OptionRole role = command(index).find(value.option)->role;
        for (std::string &text : value.values) {
            if (role == OptionRole::writes || role == OptionRole::extends) {
                const std::string path = Target(text).path;
                text = to.outputs.at(place_of(path, manifest_.folder)) + text.substr(path.size());
            }
            for (const std::size_t before : job.after) {
                if (role != OptionRole::reads || !to_do_[before])
                    continue;
                const Tried &first = tried(before);
                const auto output = first.outputs.find(place_of(text, manifest_.folder));
                if (output == first.outputs.end())
                    continue;
                text = output->second;
                partly = partly || first.partly;
                break;
            }
        }
    }
    // Rules that a library of a few photos can't meet say nothing of the whole.
    if (partly && command(index).find("relax"))
        set(job, "relax", {});
    return job;
}

bool Rehearsal::waits_in_vain(std::size_t index) {
    return std::ranges::any_of(manifest_.jobs[index].after, [&](std::size_t before) {
        return to_do_[before] && (tried(before).in_vain || !tried(before).failure.empty());
    });
}

std::string Rehearsal::check(std::size_t index) {
    for (const std::size_t before : manifest_.jobs[index].after)
        if (to_do_[before] && !updates(command(before)))
            return "";
    if (waits_in_vain(index))
        return "";
    bool partly = false;
    const Job job = moved(index, new_outputs(index), partly);
    const JobResult result = run(job, {"--dry-run"}).result;
    if (result.state == JobState::done || (partly && code_of(result) == "invalid_argument"))
        return "";
    return result.message;
}

Rehearsal::Tried Rehearsal::attempt_library(std::size_t index,
                                            const std::vector<std::string> &all) {
    Tried tried;
    for (const std::size_t count : {few_photos, photos}) {
        if (!tried.samples.empty() && all.size() <= few_photos)
            break;
        Tried next = new_outputs(index);
        next.samples = std::move(tried.samples);
        tried = std::move(next);
        const std::vector<std::string> some = evenly(all, count);
        const std::string list = (folder_.path() / fmt::format("{}.list", outputs_)).string();
        std::ofstream(list) << fmt::format("{}\n", fmt::join(some, "\n"));
        Job job = moved(index, tried, tried.partly);
        set(job, "photos", {"@" + list});
        const JobResult result = run(job, {}).result;
        tried.partly = some.size() < all.size();
        if (result.state != JobState::done) {
            tried.failure = result.message;
            break;
        }
        tried.samples.push_back({bytes_of(some), result.seconds, result.memory, result.bytes});
    }
    return tried;
}

Rehearsal::Tried Rehearsal::attempt(std::size_t index) {
    if (waits_in_vain(index))
        return {.in_vain = true};
    if (updates(command(index))) {
        const auto all = photo_files(manifest_.jobs[index], command(index), manifest_.folder);
        if (!all.empty())
            return attempt_library(index, all);
    }
    Tried tried = new_outputs(index);
    const Job job = moved(index, tried, tried.partly);
    const ChildResult ended = run(job, {});
    const JobResult &result = ended.result;
    const JobStamp stamp = kind_of(job, command(index), manifest_.folder);
    if (result.state == JobState::done || ended.exit_code < 0) // its time was up: so long at least
        tried.samples.push_back({stamp.input_bytes, result.seconds, result.memory, result.bytes});
    else if (!tried.partly || code_of(result) != "invalid_argument")
        tried.failure = result.message;
    return tried;
}

Rehearsal::Tried &Rehearsal::tried(std::size_t job) {
    const auto known = tried_.find(job);
    return known != tried_.end() ? known->second : tried_[job] = attempt(job);
}

std::vector<Sample> Rehearsal::samples_of(std::size_t job, std::string &failure) {
    const Tried &result = tried(job);
    failure = result.failure;
    return result.samples;
}

} // namespace tessera::batch
