// Many jobs from one manifest, run to the end: what is done stays done.
#pragma once

#include <tessera/options.hpp>
#include <tessera/run.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tessera::batch {

/// An option or argument of a command, as manifests give it.
struct JobOption {
    std::string name; ///< the key: "across"; of an argument "source"
    OptionRole role = OptionRole::setting;
    bool argument = false; ///< given by its place alone
    bool flag = false;     ///< has no value
    bool many = false;     ///< may be repeated
    std::vector<std::string> excludes{};
};

/// A command that jobs may be of, with all options that a manifest may give.
struct JobCommand {
    std::string name;
    std::vector<JobOption> options;
    bool checks = false; ///< it has --dry-run: checks all that it can before work, and does none

    [[nodiscard]] const JobOption *find(const std::string &option) const;
};

struct ManifestPosition {
    std::string file;
    std::size_t line = 0, column = 0; ///< from 1 on; column: characters
};

/// "jobs.toml:12:3"
[[nodiscard]] std::string to_string(const ManifestPosition &position);

/// An option as a manifest gives it.
struct JobValue {
    std::string option;
    ManifestPosition at;
    std::vector<std::string> values; ///< none for a flag
};

struct Job {
    std::string name;
    std::string command;
    ManifestPosition at; ///< of its table
    std::vector<JobValue> values;
    double timeout = 0;                 ///< seconds; 0: none of its own
    int shards = 1;                     ///< parts that it is made in, where Slurm runs it
    std::vector<std::size_t> after{};   ///< jobs of the manifest that come before it
    std::vector<std::string> writes{};  ///< absolute paths
    std::vector<std::string> extends{}; ///< those of them that may be there before
};

/// A key of [slurm], or of [slurm.COMMAND].
struct SlurmValue {
    std::string command; ///< whose tasks it is of; empty: of all
    JobValue value;
};

struct Manifest {
    std::string path;
    std::string folder;             ///< absolute: where relative paths begin
    std::vector<JobValue> settings; ///< of the batch itself
    std::vector<SlurmValue> slurm;
    std::vector<Job> jobs; ///< in an order that keeps their dependencies
};

/// Reads a manifest, `.toml` or `.jsonl`, and all that it includes. batch: the command that the
/// table [batch] gives options of. See docs/batch.md.
/// Throws: Error{unreadable_image} for files that can't be read; Error{invalid_argument} that
/// begins with the position of what is wrong.
[[nodiscard]] Manifest read_manifest(const std::string &path, std::span<const JobCommand> commands,
                                     const JobCommand &batch);

/// What a job is called on a command line: its command, options and arguments.
[[nodiscard]] std::vector<std::string> arguments_of(const Job &job, const JobCommand &command);

enum class JobState {
    left,       ///< not yet done
    queued,     ///< Slurm has it, and hasn't begun it
    running,    ///< begun, and not ended by itself
    done,       ///< done now
    up_to_date, ///< done before, and nothing has changed since
    failed,
    skipped, ///< what it depends on failed
};

/// "up_to_date"
[[nodiscard]] std::string name_of(JobState state);

struct JobResult {
    JobState state = JobState::left;
    int attempts = 0; ///< in this run
    double seconds = 0;
    std::uint64_t memory = 0;         ///< bytes at its peak
    std::uint64_t bytes = 0;          ///< of what it wrote
    std::string message{}, detail{};  ///< why it failed
    std::string report{};             ///< JSON, as the command gave it
    std::vector<std::string> files{}; ///< what it wrote, absolute paths
    std::vector<std::string> slurm{}; ///< ids of what Slurm has of it
};

/// Something that happened to a job.
struct JobEvent {
    std::size_t job;
    const JobResult &result;
};

/// Who runs jobs.
enum class BatchEngine {
    local, ///< this process, here
    slurm, ///< Slurm, on its nodes: see docs/batch.md
};

struct BatchOptions {
    std::string program; ///< the tessera command, an absolute path
    std::string journal; ///< what is done is written down there
    BatchEngine engine = BatchEngine::local;
    bool detach = false;           ///< of Slurm: return once all is submitted
    int jobs = 1;                  ///< at once
    std::uint64_t memory = 0;      ///< bytes for all of them; 0: as the commands have it
    double timeout = 0;            ///< seconds of a job that has none of its own; 0: none
    int retries = 0;               ///< times that a job is tried again
    bool keep_going = false;       ///< after a failure, with all that doesn't depend on it
    bool replace = false;          ///< outputs that aren't the batch's give way, too
    double wait_seconds = 2;       ///< for another batch of that journal
    std::vector<std::string> only; ///< names or globs of jobs, with what they depend on; empty: all
    /// Called from one thread at a time, though not always the same one. Must not throw.
    std::function<void(const JobEvent &)> event{};
};

/// Runs a manifest's jobs, each in a process of its own. Returns what became of each.
/// On Slurm, of which it submits what is left and isn't queued already, it waits for them; where it
/// is cancelled they go on.
/// Progress: stage "batch", in jobs.
/// Throws: Error{write_failed} where another batch runs, Slurm still has jobs that are to be run
/// here, or the journal can't be written; Error{invalid_argument} for `only` without a job;
/// Error{unsupported} where Slurm's commands aren't there; Error{cancelled}.
[[nodiscard]] std::vector<JobResult> run_batch(const Manifest &manifest,
                                               std::span<const JobCommand> commands,
                                               const BatchOptions &options,
                                               const RunOptions &run = {});

/// What the journal knows of each job, and Slurm of those that it has; what has ended there since
/// is written down if no batch runs. Jobs that would run are `left`.
[[nodiscard]] std::vector<JobResult> batch_status(const Manifest &manifest,
                                                  std::span<const JobCommand> commands,
                                                  const BatchOptions &options);

/// What is wrong, told before any work.
struct JobProblem {
    std::string job; ///< empty: of the whole batch
    std::string message;
};

struct JobEstimate {
    JobState state = JobState::left; ///< up_to_date: nothing to do; skipped: not among `only`
    double seconds = 0;
    std::uint64_t memory = 0, bytes = 0;
    std::string from{}; ///< "journal", "rehearsal"; empty where nothing could be told
    std::vector<std::string> submits{}; ///< the commands that hand it to Slurm
};

struct BatchPlan {
    std::vector<JobEstimate> jobs;
    std::vector<JobProblem> problems;
    double seconds = 0;       ///< of the whole, with so many at once
    std::uint64_t memory = 0; ///< at its peak
    std::uint64_t bytes = 0;  ///< on disk
};

/// Finds what is wrong, and estimates what the run will take: from the journal's earlier runs, or
/// by a rehearsal of the smallest and the largest job of each kind (of a library, of some of its
/// photos) in a folder beside the journal, which is removed.
/// Throws: as run_batch().
[[nodiscard]] BatchPlan plan_batch(const Manifest &manifest, std::span<const JobCommand> commands,
                                   const BatchOptions &options, const RunOptions &run = {});

/// What of a job one process does where Slurm runs it.
enum class TaskStep {
    whole, ///< all of it
    plan,  ///< decides which tile stands where, for the shards
    shard, ///< makes one part
    join,  ///< the parts to the output
};

/// A task that was submitted.
struct BatchTask {
    std::string order; ///< the file that says what is to be done
    TaskStep step = TaskStep::whole;
    std::string manifest{}, job{}; ///< as the order says
};

/// Throws: Error{unreadable_image} for a file that isn't there, or is no order.
[[nodiscard]] BatchTask read_batch_task(const std::string &order, TaskStep step);

/// Does it, and leaves a record of it for the batch. The result is `left` where Slurm will run it
/// again. Throws: Error{invalid_argument} where the manifest is not what it was;
/// Error{write_failed} for the record; Error{cancelled}, and then leaves none.
[[nodiscard]] JobResult run_batch_task(const Manifest &manifest,
                                       std::span<const JobCommand> commands, const BatchTask &task,
                                       const RunOptions &run = {});

} // namespace tessera::batch
