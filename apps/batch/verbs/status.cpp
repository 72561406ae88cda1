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

void status(Command &command, const CLI::App &app, const BatchFlags &flags) {
    const std::vector<batch::JobCommand> commands = job_commands(app);
    const batch::Manifest manifest =
        batch::read_manifest(flags.manifest, commands, job_command(*app.get_subcommand("batch")));
    const auto results =
        batch::batch_status(manifest, commands, flags.batch_options(command, manifest));
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
    const auto flags = std::make_shared<BatchFlags>();
    CLI::App &verb = *group.add_subcommand("status", "What of a batch is done, left, failed.");
    verb.footer("Examples:\n"
                "  tessera batch status jobs.toml\n"
                "  tessera batch status jobs.toml --json");
    verb.add_option("JOBS", flags->manifest, "the manifest")->required();
    verb.add_option("--journal", flags->journal, "where what is done is kept")->type_name("FILE");
    add_verb(verb, command, [&command, &app, flags] { status(command, app, *flags); });
}

} // namespace tessera::cli
