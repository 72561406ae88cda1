// tessera batch status: what of a batch is done, by its journal.

#include "batch/verbs/verb.hpp"

#include <cstdio>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

void print(const batch::Manifest &manifest, const std::vector<batch::JobResult> &results) {
    for (std::size_t i = 0; i < results.size(); ++i) {
        const batch::JobResult &result = results[i];
        fmt::print("{}\t{}\t{}\n", manifest.jobs[i].name, name_of(result.state), result.message);
    }
}

constexpr Option manifest_row = argument("jobs-file", "JOBS", "The manifest.");

void status(Command &command, const CLI::App &app, const GivenOptions &given) {
    const std::vector<batch::JobCommand> commands = job_commands(app);
    const batch::Manifest manifest =
        batch::read_manifest(given.text("jobs-file"), commands, batch_command(app));
    const auto results = batch::batch_status(manifest, commands, batch_options(given, manifest));
    nlohmann::json jobs = nlohmann::json::array();
    for (std::size_t i = 0; i < results.size(); ++i)
        jobs.push_back(json_of(manifest.jobs[i], results[i]));
    command.report("jobs", jobs);
    if (!command.json)
        print(manifest, results);
    command.console.note(fmt::format("{}: {}", manifest.path, summary_of(results)));
}

} // namespace

void add_batch_status(CLI::App &group, Command &command, CLI::App &app) {
    add_verb(
        group, command,
        {.name = "status",
         .summary = "Tell which jobs of a batch are done, left or failed.",
         .examples = {"tessera batch status jobs.toml", "tessera batch status jobs.toml --json"},
         .options = {&manifest_row, &journal_option()},
         .work = [&command, &app](const GivenOptions &given) { status(command, app, given); }});
}

} // namespace tessera::cli
