// One job in a process of its own.
// Why: docs/decisions/jobs-are-processes.md
#pragma once

#include "batch/batch.hpp"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace tessera::batch {

struct ChildOptions {
    std::string program;                ///< the tessera command
    std::string folder;                 ///< that it works in
    std::vector<std::string> arguments; ///< of the command line, without --json and such
    double timeout = 0;                 ///< seconds; 0: none
    int inherited = -1;                 ///< a descriptor that it holds as long as it lives
    std::stop_token cancel{};
};

/// What became of a command's run. The state is done or failed.
struct ChildResult {
    JobResult result;
    int exit_code = 0; ///< 128 + a signal's number; -1 where its time was up
};

/// Runs a command, and takes its report. Throws: Error{cancelled}.
[[nodiscard]] ChildResult run_child(const ChildOptions &options);

/// A job's command line: the arguments of its manifest, and its share of threads and memory where
/// it doesn't say. replace: outputs that are there give way.
[[nodiscard]] std::vector<std::string> command_line(const Job &job, const JobCommand &command,
                                                    const BatchOptions &options, int threads,
                                                    bool replace);

/// Whether it brings its output up to date, which is then no reason to refuse.
[[nodiscard]] bool updates(const JobCommand &command);

} // namespace tessera::batch
