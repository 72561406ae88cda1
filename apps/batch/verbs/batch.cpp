// tessera batch: many jobs from one manifest, run to the end.

#include "batch/verbs/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

constexpr int some_failed = 5; // exit code

/// "jobs.toml" with another suffix.
std::string beside(const std::string &manifest, const std::string &suffix) {
    return fs::path(manifest).replace_extension(suffix).string();
}

/// "@FILE" for the names in it, a line each.
std::vector<std::string> names_of(const std::vector<std::string> &given) {
    std::vector<std::string> names;
    for (const std::string &name : given) {
        if (!name.starts_with('@')) {
            names.push_back(name);
            continue;
        }
        std::ifstream file(name.substr(1));
        if (!file)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("cannot read '{}', of --only", name.substr(1)));
        for (std::string line; std::getline(file, line);)
            if (!line.empty())
                names.push_back(line);
    }
    return names;
}

/// Names of those that failed, for --only @FILE; no file where none did.
std::string write_retry_list(const batch::Manifest &manifest,
                             const std::vector<batch::JobResult> &results) {
    const std::string path = beside(manifest.path, ".retry");
    std::string names;
    for (std::size_t i = 0; i < results.size(); ++i)
        if (results[i].state == batch::JobState::failed ||
            results[i].state == batch::JobState::skipped)
            names += manifest.jobs[i].name + "\n";
    if (!names.empty())
        save_output(path, names, true);
    else
        fs::remove(path);
    return names.empty() ? "" : path;
}

std::size_t count(const std::vector<batch::JobResult> &results, batch::JobState state) {
    return static_cast<std::size_t>(std::ranges::count(results, state, &batch::JobResult::state));
}

void report_jobs(Command &command, const batch::Manifest &manifest,
                 const std::vector<batch::JobResult> &results) {
    nlohmann::json jobs = nlohmann::json::array();
    for (std::size_t i = 0; i < results.size(); ++i)
        jobs.push_back(json_of(manifest.jobs[i], results[i]));
    command.report("jobs", jobs);
    for (const batch::JobState state :
         {batch::JobState::done, batch::JobState::up_to_date, batch::JobState::failed,
          batch::JobState::skipped, batch::JobState::queued, batch::JobState::running,
          batch::JobState::left})
        command.report(name_of(state), count(results, state));
}

void run(Command &command, const BatchFlags &flags, const batch::Manifest &manifest,
         const std::vector<batch::JobCommand> &commands) {
    batch::BatchOptions options = flags.batch_options(command, manifest);
    BatchTeller teller(command, manifest, flags.log);
    options.event = [&](const batch::JobEvent &event) { teller.tell(event); };
    const auto results = command.timed(
        "batch", [&] { return batch::run_batch(manifest, commands, options, command.run()); });
    report_jobs(command, manifest, results);
    const std::string retry = write_retry_list(manifest, results);
    if (!retry.empty())
        command.report("retry", retry);
    if (!flags.report.empty()) {
        save_output(flags.report, batch_page(manifest, results), true);
        command.report("report", flags.report);
    }
    if (count(results, batch::JobState::failed) > 0)
        command.exit_code = some_failed;
    teller.note(fmt::format("{}: {}{}", manifest.path, summary_of(results),
                            retry.empty() ? "" : fmt::format("; --only @{} tries again", retry)));
}

void batch(Command &command, CLI::App &app, CLI::App &verb, BatchFlags &flags) {
    if (flags.manifest.empty())
        throw Error(ErrorCode::invalid_argument, "a manifest was wanted, such as jobs.toml");
    const std::vector<batch::JobCommand> commands = job_commands(app);
    const batch::JobCommand self = job_command(verb);
    const batch::Manifest manifest = batch::read_manifest(flags.manifest, commands, self);
    check_command_lines(manifest, commands);
    apply_settings(manifest, verb, self);
    if (!command.dry_run)
        return run(command, flags, manifest, commands);
    const batch::BatchOptions options = flags.batch_options(command, manifest);
    const batch::BatchPlan plan = command.timed(
        "plan", [&] { return batch::plan_batch(manifest, commands, options, command.run()); });
    if (!show_plan(command, manifest, plan))
        command.exit_code = some_failed;
}

} // namespace

void BatchFlags::add_to(CLI::App &verb) {
    verb.add_option("--jobs", jobs, "jobs to run at once; they share threads and memory")
        ->check(CLI::Range(1, 1024))
        ->type_name("N");
    verb.add_option("--engine", engine, "who runs the jobs: local or slurm")
        ->check(CLI::IsMember({"local", "slurm"}))
        ->type_name("ENGINE");
    verb.add_flag("--detach", detach, "of Slurm: return once all is submitted");
    verb.add_option("--memory", memory, "for encoded tiles of all jobs that run at once")
        ->type_name("BYTES");
    verb.add_option("--timeout", timeout, "the longest that a job may take: 90, 15m, 2h")
        ->type_name("TIME");
    verb.add_option("--retry", retries, "times that a failed job is tried again")
        ->check(CLI::Range(0, 100))
        ->type_name("N");
    verb.add_flag("--keep-going", keep_going,
                  "after a failure, go on with all that doesn't depend on it");
    verb.add_option("--only", only,
                    "these jobs, and what they wait for: names, globs, or @FILE of a name a line")
        ->delimiter(',')
        ->type_name("NAME");
    verb.add_option("--journal", journal, "where what is done is kept; beside the manifest")
        ->type_name("FILE");
    verb.add_option("--report", report, "write a page of HTML about all jobs")->type_name("FILE");
    verb.add_option("--log", log, "write down what happens; old logs are kept as FILE.1 to .5")
        ->type_name("FILE");
}

batch::BatchOptions BatchFlags::batch_options(const Command &command,
                                              const batch::Manifest &read) const {
    if (detach && engine != "slurm")
        throw Error(ErrorCode::invalid_argument,
                    "--detach is of --engine slurm: here jobs end with the batch");
    batch::BatchOptions options;
    options.program = fs::read_symlink("/proc/self/exe").string();
    options.journal = journal.empty() ? beside(read.path, ".journal") : journal;
    options.engine = engine == "slurm" ? batch::BatchEngine::slurm : batch::BatchEngine::local;
    options.detach = detach;
    options.jobs = jobs;
    options.memory = memory.empty() ? 0 : parse_bytes("--memory", memory);
    options.retries = retries;
    options.keep_going = keep_going;
    options.replace = command.force;
    options.only = names_of(only);
    try {
        options.timeout = timeout.empty() ? 0 : batch::parse_duration(timeout);
    } catch (const Error &error) {
        throw Error(error.code(), fmt::format("--timeout {}", error.what()));
    }
    return options;
}

void add_batch(CLI::App &app, Command &command) {
    const auto flags = std::make_shared<BatchFlags>();
    CLI::App &verb =
        *app.add_subcommand("batch", "Run many jobs from a manifest; what is done stays done.");
    verb.footer("Examples:\n"
                "  tessera batch jobs.toml\n"
                "  tessera batch jobs.toml --jobs 2 --keep-going --report jobs.html\n"
                "  tessera batch jobs.toml --engine slurm --detach\n"
                "  tessera batch status jobs.toml\n"
                "Exit code 5: some jobs failed, the others are done.");
    verb.add_option("JOBS", flags->manifest, "the manifest, .toml or .jsonl: see docs/batch.md");
    flags->add_to(verb);
    verb.add_flag("--dry-run", command.dry_run,
                  "find what is wrong, estimate time, disk and memory, and do nothing");
    verb.add_flag("-f,--force", command.force, "replace outputs that aren't the batch's own");
    add_batch_status(verb, command, app);
    add_batch_task(verb, command, app);
    add_verb(verb, command, [&command, &app, &verb, flags] { batch(command, app, verb, *flags); });
}

} // namespace tessera::cli
