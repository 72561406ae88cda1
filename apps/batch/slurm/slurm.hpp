// Slurm's commands. Its one door: nothing else of Tessera knows them, nor what they say.
// Why: docs/decisions/the-engine-knows-shards-not-clusters.md
#pragma once

#include "batch/manifest/value.hpp"

#include "batch/batch.hpp"

#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tessera::batch {

/// A key of [slurm], or of [slurm.COMMAND], checked.
/// Throws: Error{invalid_argument} with the position.
[[nodiscard]] SlurmValue slurm_value(const Value::Member &member, const std::string &command = "");

/// What the manifest says of a command's tasks, the last that does; empty where nothing does.
[[nodiscard]] std::vector<std::string> slurm_setting(std::span<const SlurmValue> values,
                                                     const std::string &command,
                                                     const std::string &key);

/// One of Slurm's jobs: a task, or an array of them.
struct SlurmRequest {
    std::string name;
    std::string command; ///< of tessera, whose settings it has
    std::string folder;  ///< that it works in
    std::string log;
    std::vector<std::string> task;  ///< its command line
    int tasks = 0;                  ///< of an array; 0: none
    std::vector<std::string> after; ///< ids of those that have to end before it, however they do
};

/// The command that submits it, and its arguments.
[[nodiscard]] std::vector<std::string> sbatch_line(const SlurmRequest &request,
                                                   std::span<const SlurmValue> settings);

/// Arguments as a shell takes them.
[[nodiscard]] std::string shell_line(std::span<const std::string> arguments);

/// Submits what sbatch_line() says. Returns Slurm's id. Throws: Error{write_failed} with what Slurm
/// said; Error{unsupported} where there is no sbatch; Error{cancelled}.
[[nodiscard]] std::string submit(const std::vector<std::string> &line, std::stop_token cancel);

/// That jobs can be submitted from here. Throws: Error{unsupported}.
void want_slurm();

/// How Slurm's job of that id stands.
struct SlurmState {
    bool active = false;  ///< not ended: waits, runs, or will be run again
    bool running = false; ///< or some task of it
    std::string word;     ///< "PENDING": what Slurm calls it
};

/// Of the user's jobs, by id, those that Slurm still knows.
/// Throws: Error{unsupported} where Slurm's commands aren't there, or it can't be reached.
[[nodiscard]] std::map<std::string, SlurmState> slurm_states(std::stop_token cancel);

/// What a task knows of itself.
struct SlurmTask {
    int index = 0;    ///< in its array, from 1 on; 0: it is in none
    int threads = 0;  ///< that it was given; 0: not said
    int restarts = 0; ///< times that it was begun before
};

/// Of this process.
[[nodiscard]] SlurmTask slurm_task();

/// Puts this task, of an array or not, back into the queue. Returns whether Slurm agreed.
[[nodiscard]] bool requeue_slurm_task(bool of_array);

} // namespace tessera::batch
