// tessera batch task: what Slurm runs, a job of a batch or a step of one.

#include "batch/verbs/verb.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

std::vector<std::string> steps() { return {"whole", "plan", "shard", "join"}; }

constexpr Option order_row =
    argument("order", "ORDER", "The file in which the batch wrote down what is to be done.");
constexpr Option step_row{
    .name = "step",
    .kind = OptionKind::choice,
    .group = OptionGroup::batch,
    .value = "STEP",
    .fallback = "whole",
    .help = "Do this step of the job: whole, plan, shard or join.",
    .choices = steps,
};

void task(Command &command, const CLI::App &app, const GivenOptions &given) {
    const auto step = static_cast<batch::TaskStep>(given.value("step")->choice());
    const batch::BatchTask task = batch::read_batch_task(given.text("order"), step);
    const std::vector<batch::JobCommand> commands = job_commands(app);
    const batch::Manifest manifest =
        batch::read_manifest(task.manifest, commands, batch_command(app));
    const batch::JobResult result = batch::run_batch_task(manifest, commands, task, command.run());
    const std::string line =
        fmt::format("{}, {}: {}{}", task.job, given.text("step"), name_of(result.state),
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
    add_verb(group, command,
             {.name = "task",
              .summary = "Do one task of a batch; Slurm calls it.",
              .examples = {"tessera batch task jobs.slurm/wall.order --step join"},
              .options = {&order_row, &step_row},
              .work = [&command, &app](const GivenOptions &given) { task(command, app, given); }});
}

} // namespace tessera::cli
