// tessera batch task: what Slurm runs, a job of a batch or a step of one.

#include "batch/verbs/verb.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string order, step = "whole";
};

batch::TaskStep step_of(const std::string &name) {
    return name == "plan"    ? batch::TaskStep::plan
           : name == "shard" ? batch::TaskStep::shard
           : name == "join"  ? batch::TaskStep::join
                             : batch::TaskStep::whole;
}

void task(Command &command, const CLI::App &app, const Options &options) {
    const batch::BatchTask task = batch::read_batch_task(options.order, step_of(options.step));
    const std::vector<batch::JobCommand> commands = job_commands(app);
    const batch::Manifest manifest =
        batch::read_manifest(task.manifest, commands, job_command(*app.get_subcommand("batch")));
    const batch::JobResult result = batch::run_batch_task(manifest, commands, task, command.run());
    const std::string line =
        fmt::format("{}, {}: {}{}", task.job, options.step, name_of(result.state),
                    result.message.empty() ? "" : ": " + result.message);
    command.report("job", task.job);
    command.report("state", name_of(result.state));
    // Never 75 or 78, which some clusters are set to queue or hold again: that was done already.
    command.exit_code =
        result.state == batch::JobState::done || result.state == batch::JobState::up_to_date ? 0
                                                                                             : 1;
    if (command.exit_code == 0)
        command.console.note(line);
    else
        command.console.error(line, result.detail);
}

} // namespace

void add_batch_task(CLI::App &group, Command &command, CLI::App &app) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("task", "Do one task of a batch; Slurm calls it.");
    verb.footer("Examples:\n"
                "  tessera batch task jobs.slurm/wall.order --step join");
    verb.add_option("ORDER", options->order, "what is to be done, as the batch wrote it down")
        ->required();
    verb.add_option("--step", options->step, "whole, plan, shard or join")
        ->check(CLI::IsMember({"whole", "plan", "shard", "join"}))
        ->type_name("STEP");
    add_verb(verb, command, [&command, &app, options] { task(command, app, *options); });
}

} // namespace tessera::cli
