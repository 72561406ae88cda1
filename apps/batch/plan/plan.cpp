// What a batch would do, what is wrong with it, what it will take.

#include "batch/child.hpp"
#include "batch/choice.hpp"
#include "batch/journal/progress.hpp"
#include "batch/plan/estimate.hpp"
#include "batch/plan/rehearsal.hpp"
#include "batch/slurm/queue.hpp"
#include "batch/slurm/slurm.hpp"
#include "batch/slurm/submit.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tessera::batch {
namespace fs = std::filesystem;
namespace {

/// The folder of an output, or what of it is there.
fs::path existing_folder(const std::string &output) {
    fs::path folder = fs::path(output).parent_path();
    std::error_code ignored;
    while (!fs::exists(folder, ignored) && folder.has_relative_path())
        folder = folder.parent_path();
    return folder;
}

class Planner {
  public:
    Planner(const Manifest &manifest, std::span<const JobCommand> commands,
            const BatchOptions &options, const RunOptions &run)
        : manifest_(manifest), commands_(commands), options_(options), run_(run),
          queued_(look_at_queue(options.journal, manifest)),
          journal_(options.journal, Journal::Access::read),
          chosen_(chosen_jobs(manifest, options.only)), stamps_(manifest.jobs.size()),
          good_(manifest.jobs.size()) {}

    BatchPlan finish() {
        for (std::size_t i = 0; i < manifest_.jobs.size(); ++i)
            look_at(i);
        if (std::ranges::find(good_, true) != good_.end())
            tell_all();
        if (options_.engine == BatchEngine::slurm)
            tell_submissions();
        plan_.seconds = time_of_all(manifest_, plan_.jobs, options_.jobs);
        plan_.memory = memory_of_all(plan_.jobs, options_.jobs);
        for (const JobEstimate &job : plan_.jobs)
            plan_.bytes += job.bytes;
        check_disks();
        return std::move(plan_);
    }

  private:
    [[nodiscard]] const JobCommand &command(std::size_t i) const {
        return command_of(manifest_.jobs[i], commands_);
    }

    void complain(std::size_t i, const std::string &message) {
        good_[i] = false;
        plan_.problems.push_back({manifest_.jobs[i].name, message});
    }

    /// Whether there is something to do, and what is wrong without doing anything.
    void look_at(std::size_t i) {
        const Job &job = manifest_.jobs[i];
        JobEstimate &mine = plan_.jobs.emplace_back();
        if (!chosen_[i]) {
            mine.state = JobState::skipped;
            return;
        }
        if (queued_.contains(job.name)) {
            mine.state = JobState::queued;
            return;
        }
        stamps_[i] = kind_of(job, command(i), manifest_.folder);
        const bool waits = std::ranges::any_of(job.after, [&](std::size_t before) {
            return plan_.jobs[before].state != JobState::up_to_date;
        });
        if (!waits && still_done(journal_, job, stamps_[i])) {
            mine.state = JobState::up_to_date;
            return;
        }
        good_[i] = true;
        check_inputs(i);
        check_outputs(i);
    }

    void check_inputs(std::size_t i) {
        const Job &job = manifest_.jobs[i];
        for (const std::string &path : places_read(job, command(i), manifest_.folder)) {
            const bool coming = std::ranges::any_of(job.after, [&](std::size_t before) {
                const auto &writes = manifest_.jobs[before].writes;
                return std::ranges::find(writes, path) != writes.end();
            });
            if (!coming && files_at(path).empty())
                complain(i, fmt::format("there is no '{}'", path));
        }
    }

    void check_outputs(std::size_t i) {
        const Job &job = manifest_.jobs[i];
        for (const std::string &path : job.writes) {
            const fs::path folder = existing_folder(path);
            if (!fs::is_directory(folder) || ::access(folder.c_str(), W_OK | X_OK) != 0)
                complain(i, fmt::format("cannot write '{}': '{}' can't be written to", path,
                                        folder.string()));
        }
        if (const std::string why = others_outputs(journal_, job, command(i), options_);
            !why.empty())
            complain(i, why);
    }

    void tell_all() {
        std::vector<bool> to_do;
        for (const JobEstimate &job : plan_.jobs)
            to_do.push_back(job.state == JobState::left);
        Rehearsal rehearsal(manifest_, commands_, options_, run_, to_do);
        for (std::size_t i = 0; i < good_.size(); ++i)
            if (good_[i] && command(i).checks)
                if (const std::string wrong = rehearsal.check(i); !wrong.empty())
                    complain(i, wrong);
        std::map<Digest, std::vector<std::size_t>> kinds;
        for (std::size_t i = 0; i < good_.size(); ++i)
            if (good_[i])
                kinds[stamps_[i].kind].push_back(i);
        for (const auto &[kind, jobs] : kinds)
            tell_kind(kind, jobs, rehearsal);
    }

    void tell_kind(const Digest &kind, const std::vector<std::size_t> &jobs, Rehearsal &rehearsal) {
        std::vector<Sample> samples;
        for (const JournalEntry &entry : journal_.done_of(to_string(kind)))
            samples.push_back(sample_of(entry));
        const bool known = !samples.empty();
        if (!known)
            samples = rehearse(jobs, rehearsal);
        if (samples.empty())
            return;
        for (const std::size_t job : jobs) {
            plan_.jobs[job] = estimate(samples, stamps_[job].input_bytes);
            plan_.jobs[job].from = known ? "journal" : "rehearsal";
        }
    }

    /// Of the smallest and of the largest, by what is there of their inputs.
    std::vector<Sample> rehearse(const std::vector<std::size_t> &jobs, Rehearsal &rehearsal) {
        const auto [least, most] = std::ranges::minmax_element(
            jobs, {}, [&](std::size_t job) { return stamps_[job].input_bytes; });
        std::vector<Sample> samples;
        for (const std::size_t job : {*least, *most}) {
            if (job == *most && !samples.empty() && least == most)
                break;
            std::string failure;
            for (Sample sample : rehearsal.samples_of(job, failure)) {
                // Inputs that aren't there yet count as nothing, for all alike.
                if (!updates(command(job)))
                    sample.input_bytes = stamps_[job].input_bytes;
                samples.push_back(sample);
            }
            if (!failure.empty() && good_[job])
                complain(job, failure);
        }
        return samples;
    }

    void tell_submissions() {
        try {
            want_slurm();
        } catch (const Error &error) {
            plan_.problems.push_back({"", error.what()});
        }
        for (std::size_t i = 0; i < plan_.jobs.size(); ++i) {
            if (plan_.jobs[i].state != JobState::left)
                continue;
            const Job &job = manifest_.jobs[i];
            std::vector<std::string> after;
            for (const std::size_t before : job.after)
                if (plan_.jobs[before].state != JobState::up_to_date)
                    after.push_back(manifest_.jobs[before].name);
            try {
                plan_.jobs[i].submits = submissions_of(manifest_, job, options_, after);
            } catch (const Error &error) {
                complain(i, error.what());
            }
        }
    }

    void check_disks() {
        std::map<dev_t, std::pair<fs::path, std::uint64_t>> disks;
        for (std::size_t i = 0; i < plan_.jobs.size(); ++i) {
            if (manifest_.jobs[i].writes.empty())
                continue;
            const fs::path folder = existing_folder(manifest_.jobs[i].writes[0]);
            struct stat found {};
            if (::stat(folder.c_str(), &found) == 0) {
                auto &[place, bytes] = disks[found.st_dev];
                place = folder;
                bytes += plan_.jobs[i].bytes;
            }
        }
        for (const auto &[device, disk] : disks) {
            std::error_code unknown;
            const fs::space_info space = fs::space(disk.first, unknown);
            if (!unknown && disk.second > space.available)
                plan_.problems.push_back(
                    {"", fmt::format("about {} bytes will be written to the disk of '{}', which "
                                     "has {} left",
                                     disk.second, disk.first.string(), space.available)});
        }
    }

    const Manifest &manifest_;
    std::span<const JobCommand> commands_;
    const BatchOptions &options_;
    const RunOptions &run_;
    const QueuedJobs queued_;
    const Journal journal_;
    std::vector<bool> chosen_;
    std::vector<JobStamp> stamps_;
    std::vector<bool> good_; ///< jobs to do with which nothing is wrong so far
    BatchPlan plan_;
};

} // namespace

BatchPlan plan_batch(const Manifest &manifest, std::span<const JobCommand> commands,
                     const BatchOptions &options, const RunOptions &run) {
    return Planner(manifest, commands, options, run).finish();
}

} // namespace tessera::batch
