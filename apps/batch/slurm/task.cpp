// One task of a job, on the machine that Slurm chose for it.

#include "base/run.hpp"
#include "batch/child.hpp"
#include "batch/choice.hpp"
#include "batch/journal/progress.hpp"
#include "batch/slurm/record.hpp"
#include "batch/slurm/shards.hpp"
#include "batch/slurm/slurm.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
using namespace internal;
namespace fs = std::filesystem;
namespace {

constexpr int usage_error = 2, may_get_better = 75, gives_up = 78; // exit codes of commands
constexpr int signalled = 128;                                     // or above
constexpr int most_restarts = 3; ///< of what may get better, however --retry is set

bool is_done(const Record &record) {
    return record.entry.result.state == JobState::done ||
           record.entry.result.state == JobState::up_to_date;
}

const Job &find_job(const Manifest &manifest, const TaskOrder &order,
                    std::span<const JobCommand> commands) {
    const auto job = std::ranges::find(manifest.jobs, order.job, &Job::name);
    if (job == manifest.jobs.end() ||
        order_digest(*job, command_of(*job, commands)) != order.digest)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' was changed since its job '{}' was submitted: run the batch "
                                "again",
                                manifest.path, order.job));
    return *job;
}

class Task {
  public:
    Task(const Manifest &manifest, std::span<const JobCommand> commands, const BatchTask &task,
         const RunOptions &run)
        : manifest_(manifest), commands_(commands), step_(task.step), run_(run),
          order_(read_order(task.order)), records_(RecordFolder::of_order(task.order)),
          job_(find_job(manifest, order_, commands)), slurm_(slurm_task()) {}

    JobResult finish() {
        records_.look();
        try {
            if (std::string why = blocked(); !why.empty())
                return blocks(std::move(why));
            stamp_ = stamp_of(job_, command_of(job_, commands_), manifest_.folder);
            if (is_as_written(order_.known.entry, order_.known.files, job_, stamp_))
                return stays(order_.known);
            return step_ == TaskStep::join ? join() : do_step();
        } catch (const Error &error) { // an input isn't there
            if (error.code() == ErrorCode::cancelled)
                throw;
            return fails(error.what(), error.detail());
        }
    }

  private:
    /// Whether it ends the job.
    [[nodiscard]] bool is_last() const {
        return step_ == TaskStep::whole || step_ == TaskStep::join;
    }

    /// What it waits for and won't come.
    [[nodiscard]] std::string blocked() const {
        for (const std::size_t before : job_.after) {
            const std::string &name = manifest_.jobs[before].name;
            const auto record = records_.find(name);
            if (record && is_done(*record))
                continue;
            if (record)
                return fmt::format(
                    "it waits for '{}', which {}", name,
                    record->entry.result.state == JobState::failed ? "failed" : "was passed over");
            if (records_.has_order(name))
                return fmt::format("it waits for '{}', which Slurm has ended", name);
        }
        if (step_ != TaskStep::shard || steps_of(manifest_, job_)[0] != TaskStep::plan)
            return "";
        const auto plan = records_.find(job_.name, record_name(job_, TaskStep::plan));
        return plan && is_done(*plan) ? "" : "it has no plan";
    }

    JobResult blocks(std::string why) {
        Record record;
        record.entry.result.state = JobState::skipped;
        record.entry.result.message = std::move(why);
        if (is_last())
            save(record);
        return record.entry.result;
    }

    JobResult fails(const std::string &message, const std::string &detail) {
        Record record = empty_record();
        record.entry.result.state = JobState::failed;
        record.entry.result.message = message;
        record.entry.result.detail = detail;
        save(record);
        return record.entry.result;
    }

    [[nodiscard]] Record empty_record() const {
        return {.entry = {.result = {.attempts = slurm_.restarts + 1},
                          .digest = to_string(stamp_.digest),
                          .kind = to_string(stamp_.kind),
                          .input_bytes = stamp_.input_bytes}};
    }

    void save(const Record &record) const {
        records_.save(job_.name, record_name(job_, step_, slurm_.index), record);
    }

    /// It was done before, and what it reads has turned out the same.
    [[nodiscard]] JobResult stays(Record known) const {
        known.entry.result.state = JobState::up_to_date;
        if (is_last())
            save(known);
        return known.entry.result;
    }

    /// Of the whole job, its plan, or one shard: runs it, unless that step is done already.
    JobResult do_step() {
        const Job job = job_of_step(manifest_, job_, commands_, step_, slurm_.index);
        if (!is_last())
            if (auto known = records_.find(job_.name, record_name(job_, step_, slurm_.index));
                known && is_as_written(known->entry, known->files, job, stamp_))
                return stays(std::move(*known));
        Record record = empty_record();
        return execute(job, record) ? ends(std::move(record)) : again(record);
    }

    JobResult ends(Record record) {
        save(record);
        return std::move(record.entry.result);
    }

    static JobResult again(const Record &record) {
        JobResult result = record.entry.result;
        result.state = JobState::left;
        return result;
    }

    /// Runs a command. False where it failed, and Slurm will run it again.
    bool execute(const Job &job, Record &record) {
        for (const std::string &path : job.writes) {
            std::error_code ignored; // the command will say what is wrong
            fs::create_directories(fs::path(path).parent_path(), ignored);
        }
        BatchOptions options;
        options.memory = order_.memory;
        const int threads = slurm_.threads > 0 ? slurm_.threads : threads_of(run_);
        ChildResult child = run_child(
            {.program = order_.program,
             .folder = manifest_.folder,
             .arguments = command_line(job, command_of(job, commands_), options, threads, true),
             .timeout = order_.timeout,
             .cancel = run_.cancel});
        exit_code_ = child.exit_code;
        record.entry.result = std::move(child.result);
        record.entry.result.attempts = slurm_.restarts + 1;
        if (record.entry.result.state == JobState::done) {
            record.files = written_by(job);
            return true;
        }
        return !try_again();
    }

    /// Puts the task into the queue again, if that may help.
    [[nodiscard]] bool try_again() const {
        const bool better = exit_code_ == may_get_better || exit_code_ > signalled;
        const bool hopeless = exit_code_ == usage_error || exit_code_ == gives_up;
        const int most = better ? std::max(most_restarts, order_.retries) : order_.retries;
        if (hopeless || slurm_.restarts >= most)
            return false;
        const bool agreed = requeue_slurm_task(step_ == TaskStep::shard);
        throw_if_cancelled(run_); // Slurm ends it at once
        return agreed;
    }

    JobResult join() {
        Record record = empty_record();
        JobResult sum;
        if (const std::string wrong = look_at_steps(sum); !wrong.empty())
            return fails(wrong, sum.detail);
        if (!execute(job_of_step(manifest_, job_, commands_, step_), record))
            return again(record);
        JobResult &result = record.entry.result;
        const bool done = result.state == JobState::done;
        if (done) {
            result.seconds += sum.seconds;
            result.memory = std::max(result.memory, sum.memory);
        }
        save(record);
        if (done || exit_code_ == gives_up)
            forget_steps(done);
        return result;
    }

    /// What is wrong with the plan or a shard; else adds up what they took.
    std::string look_at_steps(JobResult &sum) const {
        for (const TaskStep step : steps_of(manifest_, job_)) {
            const int count = step == TaskStep::join    ? 0
                              : step == TaskStep::shard ? job_.shards
                                                        : 1;
            for (int shard = 1; shard <= count; ++shard) {
                const auto record = records_.find(job_.name, record_name(job_, step, shard));
                const std::string name = step == TaskStep::plan
                                             ? "its plan"
                                             : fmt::format("shard {} of {}", shard, job_.shards);
                if (!record)
                    return fmt::format("{} has no result: Slurm has ended it", name);
                const JobResult &result = record->entry.result;
                sum.detail = result.detail;
                if (!is_done(*record))
                    return fmt::format("{}: {}", name, result.message);
                if (record->entry.digest != to_string(stamp_.digest))
                    return fmt::format("what it reads has changed since {} was made", name);
                sum.seconds += result.seconds;
                sum.memory = std::max(sum.memory, result.memory);
            }
        }
        return "";
    }

    /// Of a mosaic that is joined nothing else is left; parts that can't be joined are made again.
    void forget_steps(bool done) const {
        records_.remove(job_.name, record_name(job_, TaskStep::plan));
        for (int shard = 1; shard <= job_.shards; ++shard)
            records_.remove(job_.name, record_name(job_, TaskStep::shard, shard));
        std::error_code ignored;
        if (done)
            fs::remove_all(parts_folder(manifest_, job_), ignored);
    }

    const Manifest &manifest_;
    std::span<const JobCommand> commands_;
    TaskStep step_;
    const RunOptions &run_;
    TaskOrder order_;
    RecordFolder records_;
    const Job &job_;
    SlurmTask slurm_;
    JobStamp stamp_{};
    int exit_code_ = 0; ///< of the command that was run
};

} // namespace

BatchTask read_batch_task(const std::string &order, TaskStep step) {
    const TaskOrder found = read_order(order);
    return {order, step, found.manifest, found.job};
}

JobResult run_batch_task(const Manifest &manifest, std::span<const JobCommand> commands,
                         const BatchTask &task, const RunOptions &run) {
    return Task(manifest, commands, task, run).finish();
}

} // namespace tessera::batch
