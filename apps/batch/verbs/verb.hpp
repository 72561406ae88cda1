// What the verbs of batches share.
#pragma once

#include "batch/batch.hpp"
#include "cli/command.hpp"
#include "cli/verb.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::cli {

class VerbApp;

/// Every command that jobs may be of, with the options that it declares.
[[nodiscard]] std::vector<batch::JobCommand> job_commands(const CLI::App &app);

/// A verb with its options, as manifests know them.
[[nodiscard]] batch::JobCommand job_command(const VerbApp &verb);

/// The verb batch, as [batch] gives it options.
[[nodiscard]] batch::JobCommand batch_command(const CLI::App &app);

/// Checks that every job can be parsed as a command line.
/// Throws: Error{invalid_argument} with the position of what can't.
void check_command_lines(const batch::Manifest &manifest,
                         const std::vector<batch::JobCommand> &commands);

/// Adds options that [batch] gives and the command line doesn't.
/// Throws: Error{invalid_argument} with the position of what is wrong.
void apply_settings(const batch::Manifest &manifest, GivenOptions &given);

/// How the jobs of a manifest are run.
[[nodiscard]] batch::BatchOptions batch_options(const GivenOptions &given,
                                                const batch::Manifest &manifest);

/// Where the journal is kept.
[[nodiscard]] const Option &journal_option();

/// Tells of jobs as they go: to the console, to its log.
class BatchTeller {
  public:
    BatchTeller(Command &command, const batch::Manifest &manifest, const std::string &log);
    ~BatchTeller();
    BatchTeller(const BatchTeller &) = delete;
    BatchTeller &operator=(const BatchTeller &) = delete;

    void tell(const batch::JobEvent &event);
    void note(const std::string &line, bool failure = false);

  private:
    class Log;

    Command &command_;
    const batch::Manifest &manifest_;
    std::unique_ptr<Log> log_;
};

/// A state as people read it: "passed over".
[[nodiscard]] std::string_view words_of(batch::JobState state);

/// A job as reports have it.
[[nodiscard]] nlohmann::json json_of(const batch::Job &job, const batch::JobResult &result);

/// The page of a batch.
[[nodiscard]] std::string batch_page(const batch::Manifest &manifest,
                                     const std::vector<batch::JobResult> &results);

/// What a batch would do and take, and what is wrong with it. Returns whether nothing is.
bool show_plan(Command &command, const batch::Manifest &manifest, const batch::BatchPlan &plan);

/// "3 done, 36 up to date, 1 failed"
[[nodiscard]] std::string summary_of(const std::vector<batch::JobResult> &results);

void add_batch_status(CLI::App &group, Command &command, CLI::App &app);
void add_batch_task(CLI::App &group, Command &command, CLI::App &app);

} // namespace tessera::cli
