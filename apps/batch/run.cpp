// Jobs, so many at once, until all are done that can be.

#include "base/run.hpp"
#include "base/writer_lock.hpp"
#include "batch/child.hpp"
#include "batch/choice.hpp"
#include "batch/journal/progress.hpp"
#include "batch/slurm/queue.hpp"
#include "batch/slurm/submit.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <thread>

namespace tessera::batch {
using namespace internal;
namespace fs = std::filesystem;
namespace {

constexpr int usage_error = 2; // exit code of what no second try makes right

using Lock = std::unique_lock<std::mutex>;

/// Does some work while others have the lock.
template <class Work> auto unlocked(Lock &lock, Work &&work) {
    struct Relock {
        explicit Relock(Lock &held) : lock(held) { lock.unlock(); }
        ~Relock() { lock.lock(); }
        Relock(const Relock &) = delete;
        Relock &operator=(const Relock &) = delete;
        Lock &lock;
    };
    const Relock relock(lock);
    return work();
}

/// Whether a batch runs on that journal now.
bool is_running(const std::string &journal) {
    try {
        const WriterLock lock(journal, 0, {});
        return false;
    } catch (const Error &) { // somebody has it; or nobody may write there, and so none runs
        return true;
    }
}

class Runner {
  public:
    Runner(const Manifest &manifest, std::span<const JobCommand> commands,
           const BatchOptions &options, const RunOptions &run)
        : manifest_(manifest), commands_(commands), options_(options), run_(run),
          lock_(options.journal, options.wait_seconds, run),
          journal_(options.journal, Journal::Access::write), results_(manifest.jobs.size()),
          chosen_(chosen_jobs(manifest, options.only)),
          counter_(run, "batch", static_cast<std::uint64_t>(std::ranges::count(chosen_, true))) {}

    std::vector<JobResult> finish() {
        if (const auto queued = settle_queue(journal_, options_.journal, manifest_);
            !queued.empty())
            throw Error(ErrorCode::write_failed,
                        fmt::format("Slurm still has {} of this batch's jobs, '{}' among them; "
                                    "'tessera batch status' tells of them, 'scancel' ends them",
                                    queued.size(), queued.begin()->first));
        {
            std::vector<std::jthread> workers;
            for (int i = 0; i < std::max(options_.jobs, 1); ++i)
                workers.emplace_back([this] { work(); });
        }
        if (error_)
            std::rethrow_exception(error_);
        throw_if_cancelled(run_);
        return std::move(results_);
    }

  private:
    /// One of those that do jobs, one after another.
    void work() {
        Lock lock(mutex_);
        try {
            while (const auto job = wait_for_job(lock))
                do_job(*job, lock);
        } catch (...) {
            if (!error_)
                error_ = std::current_exception();
        }
        changed_.notify_all();
    }

    std::optional<std::size_t> wait_for_job(Lock &lock) {
        for (;;) {
            if (error_ || run_.cancel.stop_requested() || (failed_ && !options_.keep_going))
                return std::nullopt;
            if (const auto job = next())
                return job;
            if (running_ == 0)
                return std::nullopt;
            changed_.wait(lock);
        }
    }

    /// The first that waits for nothing any more. Those that were tried come last.
    std::optional<std::size_t> next() const {
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < results_.size(); ++i)
            if (chosen_[i] && results_[i].state == JobState::left &&
                std::ranges::all_of(manifest_.jobs[i].after, [&](std::size_t job) {
                    return results_[job].state == JobState::done ||
                           results_[job].state == JobState::up_to_date;
                }))
                if (!found || results_[i].attempts < results_[*found].attempts)
                    found = i;
        return found;
    }

    void do_job(std::size_t i, Lock &lock) {
        const Job &job = manifest_.jobs[i];
        JournalEntry entry;
        entry.result.attempts = results_[i].attempts;
        results_[i].state = JobState::running;
        ++running_;
        JobStamp stamp;
        try {
            stamp = unlocked(
                lock, [&] { return stamp_of(job, command_of(job, commands_), manifest_.folder); });
        } catch (const Error &error) { // an input isn't there
            entry.result.state = JobState::failed;
            entry.result.message = error.what();
            journal_.end(job, entry, {});
            return settle(i, std::move(entry.result));
        }
        if (auto known = still_done(journal_, job, stamp)) {
            known->result.attempts = 0;
            return settle(i, std::move(known->result));
        }
        entry.digest = to_string(stamp.digest);
        entry.kind = to_string(stamp.kind);
        entry.input_bytes = stamp.input_bytes;
        attempt(i, entry, lock);
    }

    void attempt(std::size_t i, JournalEntry &entry, Lock &lock) {
        const Job &job = manifest_.jobs[i];
        const int tries = entry.result.attempts + 1;
        const bool replace = options_.replace || owns_outputs(journal_, job);
        entry.result = {.state = JobState::running, .attempts = tries};
        journal_.begin(job, entry);
        tell(i, entry.result);
        Ended ended = unlocked(lock, [&] { return execute(job, replace); });
        entry.result = std::move(ended.child.result);
        entry.result.attempts = tries;
        journal_.end(job, entry, ended.files);
        if (entry.result.state == JobState::failed && tries <= options_.retries &&
            ended.child.exit_code != usage_error)
            try_again(i, std::move(entry.result));
        else
            settle(i, std::move(entry.result));
    }

    struct Ended {
        ChildResult child;
        std::vector<WrittenFile> files;
    };

    [[nodiscard]] Ended execute(const Job &job, bool replace) const {
        for (const std::string &path : job.writes) {
            std::error_code ignored; // the job will say what is wrong
            fs::create_directories(fs::path(path).parent_path(), ignored);
        }
        const int threads = std::max(1, threads_of(run_) / std::max(options_.jobs, 1));
        Ended ended{run_child({.program = options_.program,
                               .folder = manifest_.folder,
                               .arguments = command_line(job, command_of(job, commands_), options_,
                                                         threads, replace),
                               .timeout = job.timeout > 0 ? job.timeout : options_.timeout,
                               .inherited = lock_.descriptor(),
                               .cancel = run_.cancel}),
                    {}};
        try {
            if (ended.child.result.state == JobState::done)
                ended.files = written_by(job);
        } catch (const Error &error) {
            ended.child.result.state = JobState::failed;
            ended.child.result.message = error.what();
        }
        return ended;
    }

    void try_again(std::size_t i, JobResult result) {
        result.state = JobState::left;
        results_[i] = std::move(result);
        --running_;
        tell(i, results_[i]);
        changed_.notify_all();
    }

    /// Takes what became of a job, and passes over those that wait for it if it failed.
    void settle(std::size_t i, JobResult result) {
        results_[i] = std::move(result);
        --running_;
        tell(i, results_[i]);
        counter_.add(1);
        failed_ = failed_ || results_[i].state == JobState::failed;
        for (std::size_t next = i + 1; next < results_.size(); ++next)
            if (chosen_[next] && results_[next].state == JobState::left)
                pass_over_if_lost(next);
        changed_.notify_all();
    }

    void pass_over_if_lost(std::size_t i) {
        for (const std::size_t before : manifest_.jobs[i].after) {
            const JobState state = results_[before].state;
            if (state != JobState::failed && state != JobState::skipped)
                continue;
            results_[i].state = JobState::skipped;
            results_[i].message =
                fmt::format("it waits for '{}', which {}", manifest_.jobs[before].name,
                            state == JobState::failed ? "failed" : "was passed over");
            tell(i, results_[i]);
            counter_.add(1);
            return;
        }
    }

    void tell(std::size_t job, const JobResult &result) const {
        if (options_.event)
            options_.event({job, result});
    }

    const Manifest &manifest_;
    std::span<const JobCommand> commands_;
    const BatchOptions &options_;
    const RunOptions &run_;
    WriterLock lock_;

    std::mutex mutex_; ///< of what follows
    std::condition_variable changed_;
    Journal journal_;
    std::vector<JobResult> results_;
    std::vector<bool> chosen_;
    ProgressCounter counter_;
    int running_ = 0;
    bool failed_ = false;
    std::exception_ptr error_;
};

} // namespace

std::string name_of(JobState state) {
    switch (state) {
    case JobState::left:
        return "left";
    case JobState::queued:
        return "queued";
    case JobState::running:
        return "running";
    case JobState::done:
        return "done";
    case JobState::up_to_date:
        return "up_to_date";
    case JobState::failed:
        return "failed";
    case JobState::skipped:
        return "skipped";
    }
    return "";
}

std::vector<JobResult> run_batch(const Manifest &manifest, std::span<const JobCommand> commands,
                                 const BatchOptions &options, const RunOptions &run) {
    if (options.engine == BatchEngine::slurm)
        return run_on_slurm(manifest, commands, options, run);
    return Runner(manifest, commands, options, run).finish();
}

std::vector<JobResult> batch_status(const Manifest &manifest, std::span<const JobCommand> commands,
                                    const BatchOptions &options) {
    const QueuedJobs queued = look_at_queue(options.journal, manifest);
    const Journal journal(options.journal, Journal::Access::read);
    const bool running = is_running(options.journal);
    std::vector<JobResult> results;
    for (const Job &job : manifest.jobs) {
        if (const auto open = queued.find(job.name); open != queued.end()) {
            results.push_back(open->second);
            continue;
        }
        const JobStamp stamp = kind_of(job, command_of(job, commands), manifest.folder);
        auto entry = still_done(journal, job, stamp);
        if (!entry)
            entry = journal.find(job.name);
        results.push_back(entry ? std::move(entry->result) : JobResult{});
        JobState &state = results.back().state;
        if (state == JobState::up_to_date)
            state = JobState::done;
        else if (state == JobState::done || state == JobState::queued ||
                 (state == JobState::running && !running))
            state = JobState::left; // something has changed since, or the batch was killed
    }
    return results;
}

} // namespace tessera::batch
