// Jobs to Slurm, all that are left, and back when they have ended.

#include "base/run.hpp"
#include "base/writer_lock.hpp"
#include "batch/choice.hpp"
#include "batch/journal/progress.hpp"
#include "batch/slurm/queue.hpp"
#include "batch/slurm/submit.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
using namespace internal;
namespace {

using Clock = std::chrono::steady_clock;

/// Results are files, and cost little to look for; Slurm's controller serves all users, so it is
/// asked but now and then.
constexpr std::chrono::milliseconds first_look(100), between_looks(2000);
constexpr std::chrono::seconds between_questions(15);

class SlurmRunner {
  public:
    SlurmRunner(const Manifest &manifest, std::span<const JobCommand> commands,
                const BatchOptions &options, const RunOptions &run)
        : manifest_(manifest), commands_(commands), options_(options), run_(run),
          lock_(options.journal, options.wait_seconds, run),
          journal_(options.journal, Journal::Access::write), results_(manifest.jobs.size()),
          chosen_(chosen_jobs(manifest, options.only)), queue_(options.journal, manifest),
          records_(RecordFolder::beside(options.journal)),
          counter_(run, "batch", static_cast<std::uint64_t>(std::ranges::count(chosen_, true))) {}

    std::vector<JobResult> finish() {
        want_slurm();
        const QueuedJobs queued = settle_queue(journal_, options_.journal, manifest_);
        for (std::size_t i = 0; i < results_.size(); ++i) {
            check_cancelled();
            if (!chosen_[i])
                continue;
            if (const auto job = queued.find(manifest_.jobs[i].name); job != queued.end())
                change(i, job->second); // it is there from a run before
            else
                begin(i);
        }
        while (!options_.detach && std::ranges::any_of(results_, Queue::is_open))
            wait();
        return std::move(results_);
    }

  private:
    /// What was submitted isn't ended with us: a night's work outlives whoever has submitted it.
    void check_cancelled() const {
        if (run_.cancel.stop_requested())
            throw Error(ErrorCode::cancelled,
                        "interrupted; what was submitted goes on: 'tessera batch status' tells of "
                        "it, 'scancel' ends it");
    }

    void begin(std::size_t i) {
        const Job &job = manifest_.jobs[i];
        if (std::string why = lost(job); !why.empty())
            return change(i, {.state = JobState::skipped, .message = std::move(why)});
        if (failed_ && !options_.keep_going)
            return;
        try {
            submit(i);
        } catch (const Error &error) {
            check_cancelled();
            JournalEntry entry;
            entry.result.state = JobState::failed;
            entry.result.message = error.what();
            entry.result.detail = error.detail();
            journal_.end(job, entry, {});
            change(i, std::move(entry.result));
        }
    }

    /// Why it can't be done, if what it waits for wasn't.
    [[nodiscard]] std::string lost(const Job &job) const {
        for (const std::size_t before : job.after) {
            const JobState state = results_[before].state;
            if (state == JobState::failed || state == JobState::skipped)
                return fmt::format("it waits for '{}', which {}", manifest_.jobs[before].name,
                                   state == JobState::failed ? "failed" : "was passed over");
        }
        return "";
    }

    void submit(std::size_t i) {
        const Job &job = manifest_.jobs[i];
        const JobCommand &command = command_of(job, commands_);
        std::vector<std::string> after;
        for (const std::size_t before : job.after)
            if (Queue::is_open(results_[before]))
                after.push_back(results_[before].slurm.back());
        const JobStamp stamp = after.empty() ? stamp_of(job, command, manifest_.folder)
                                             : kind_of(job, command, manifest_.folder);
        if (auto known = after.empty() ? still_done(journal_, job, stamp) : std::nullopt) {
            for (const char *const kind : {"order", "json"}) // what waits for it needs none
                records_.remove(job.name, kind);
            known->result.attempts = 0;
            return change(i, std::move(known->result));
        }
        // Tasks replace what is there, since one that is run again may find its own output.
        if (const std::string why = others_outputs(journal_, job, command, options_); !why.empty())
            throw Error(ErrorCode::write_failed, why);
        const Record known = known_of(job);
        JournalEntry entry{.result = {.state = JobState::queued},
                           .digest = to_string(stamp.digest),
                           .kind = to_string(stamp.kind),
                           .input_bytes = stamp.input_bytes};
        journal_.begin(job, entry);
        entry.result.slurm =
            submit_job(manifest_, job, command, options_, known, after, run_.cancel);
        journal_.queue(job.name, entry.result.slurm);
        change(i, std::move(entry.result));
    }

    /// By which its task may find that there is nothing to do.
    [[nodiscard]] Record known_of(const Job &job) const {
        auto entry = journal_.find(job.name);
        return entry ? Record{std::move(*entry), journal_.outputs_of(job.name)} : Record{};
    }

    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, run_.cancel, next_look_, [] { return false; });
        next_look_ = std::min(next_look_ * 2, between_looks);
        check_cancelled();
        const bool asks = Clock::now() >= asked_ + between_questions;
        if (asks) {
            asked_ = Clock::now();
            ask();
        }
        queue_.look();
        for (std::size_t i = 0; i < results_.size(); ++i) {
            if (!Queue::is_open(results_[i]))
                continue;
            JobResult result = queue_.settle(journal_, manifest_.jobs[i].name, results_[i].slurm,
                                             asks && answered_);
            if (result.state != results_[i].state)
                change(i, std::move(result));
        }
    }

    /// A controller that doesn't answer for a while is none to give up for.
    void ask() {
        try {
            queue_.ask(run_.cancel);
            answered_ = true;
        } catch (const Error &) {
            check_cancelled();
            answered_ = false;
        }
    }

    void change(std::size_t i, JobResult result) {
        results_[i] = std::move(result);
        failed_ = failed_ || results_[i].state == JobState::failed;
        if (!Queue::is_open(results_[i]))
            counter_.add(1);
        if (options_.event)
            options_.event({i, results_[i]});
    }

    const Manifest &manifest_;
    std::span<const JobCommand> commands_;
    const BatchOptions &options_;
    const RunOptions &run_;
    WriterLock lock_;
    Journal journal_;
    std::vector<JobResult> results_;
    std::vector<bool> chosen_;
    Queue queue_;
    RecordFolder records_;
    ProgressCounter counter_;
    bool failed_ = false, answered_ = false;
    Clock::time_point asked_ = Clock::now();
    std::chrono::milliseconds next_look_ = first_look;
    std::mutex mutex_; ///< only to wait with
    std::condition_variable_any changed_;
};

} // namespace

std::vector<JobResult> run_on_slurm(const Manifest &manifest, std::span<const JobCommand> commands,
                                    const BatchOptions &options, const RunOptions &run) {
    return SlurmRunner(manifest, commands, options, run).finish();
}

} // namespace tessera::batch
