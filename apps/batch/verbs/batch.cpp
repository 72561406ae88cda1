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

void run(Command &command, const GivenOptions &given, const batch::Manifest &manifest,
         const std::vector<batch::JobCommand> &commands) {
    batch::BatchOptions options = batch_options(given, manifest);
    BatchTeller teller(command, manifest, given.text("log"));
    options.event = [&](const batch::JobEvent &event) { teller.tell(event); };
    const auto results = command.timed(
        "batch", [&] { return batch::run_batch(manifest, commands, options, command.run()); });
    report_jobs(command, manifest, results);
    const std::string retry = write_retry_list(manifest, results);
    if (!retry.empty())
        command.report("retry", retry);
    if (const std::string page = given.text("report"); !page.empty()) {
        save_output(page, batch_page(manifest, results), true);
        command.report("report", page);
    }
    if (count(results, batch::JobState::failed) > 0)
        command.exit_code = some_failed;
    teller.note(fmt::format("{}: {}{}", manifest.path, summary_of(results),
                            retry.empty() ? "" : fmt::format("; --only @{} tries again", retry)));
}

void batch(Command &command, const CLI::App &app, GivenOptions given) {
    if (!given.has("jobs-file"))
        throw Error(ErrorCode::invalid_argument, "a manifest was wanted, such as jobs.toml");
    const std::vector<batch::JobCommand> commands = job_commands(app);
    const batch::Manifest manifest =
        batch::read_manifest(given.text("jobs-file"), commands, batch_command(app));
    check_command_lines(manifest, commands);
    apply_settings(manifest, given);
    command.threads = given.value("threads")->integer();
    if (!given.flag("dry-run"))
        return run(command, given, manifest, commands);
    const batch::BatchPlan plan = command.timed("plan", [&] {
        return batch::plan_batch(manifest, commands, batch_options(given, manifest), command.run());
    });
    if (!show_plan(command, manifest, plan))
        command.exit_code = some_failed;
}

std::vector<std::string> engines() { return {"local", "slurm"}; }

constexpr Option manifest_row = [] {
    Option option = argument("jobs-file", "JOBS", "The manifest, .toml or .jsonl.");
    option.required = false;
    option.page = "batch.md";
    return option;
}();

constexpr Option rows[] = {
    {.name = "jobs",
     .kind = OptionKind::whole,
     .group = OptionGroup::batch,
     .value = "N",
     .fallback = "1",
     .help = "Run this many jobs at once; they share threads and memory.",
     .least = 1,
     .most = 1024,
     .role = OptionRole::manner,
     .common = true},
    {.name = "engine",
     .kind = OptionKind::choice,
     .group = OptionGroup::batch,
     .value = "ENGINE",
     .fallback = "local",
     .help = "Run the jobs on this machine (local) or on a cluster's nodes (slurm).",
     .choices = engines,
     .role = OptionRole::manner},
    {.name = "detach",
     .group = OptionGroup::batch,
     .help = "Return once everything is submitted to Slurm.",
     .role = OptionRole::manner},
    {.name = "memory",
     .kind = OptionKind::bytes,
     .group = OptionGroup::batch,
     .value = "BYTES",
     .otherwise = "256M for each job",
     .help = "Keep encoded tiles of all jobs that run at once in this much memory.",
     .role = OptionRole::manner,
     .unit = "bytes"},
    {.name = "timeout",
     .kind = OptionKind::duration,
     .group = OptionGroup::batch,
     .value = "TIME",
     .otherwise = "jobs may take any time",
     .help = "End a job that takes longer than this, such as 90, 15m or 2h.",
     .role = OptionRole::manner},
    {.name = "retry",
     .kind = OptionKind::whole,
     .group = OptionGroup::batch,
     .value = "N",
     .fallback = "0",
     .help = "Try a failed job again this many times.",
     .most = 100,
     .role = OptionRole::manner},
    {.name = "keep-going",
     .group = OptionGroup::batch,
     .help = "Go on after a failure with every job that doesn't depend on it.",
     .role = OptionRole::manner,
     .common = true},
    {.name = "only",
     .kind = OptionKind::texts,
     .group = OptionGroup::batch,
     .value = "NAME,...",
     .otherwise = "every job",
     .help = "Run these jobs and those that they wait for: names, globs, or @FILE with a name a "
             "line.",
     .common = true},
    {.name = "journal",
     .kind = OptionKind::file,
     .group = OptionGroup::batch,
     .value = "FILE",
     .otherwise = "beside the manifest",
     .help = "Keep in this file what is done.",
     .role = OptionRole::writes},
    {.name = "log",
     .kind = OptionKind::file,
     .group = OptionGroup::batch,
     .value = "FILE",
     .otherwise = "no log is written",
     .help = "Write down here what happens; FILE.1 to FILE.5 keep older logs.",
     .role = OptionRole::writes},
};

constexpr Option report_row =
    meaning(report_option, "FILE", "Write a page of HTML about all jobs.");
constexpr Option dry_run_row =
    meaning(dry_run_option, "", "Find what is wrong and estimate time, disk and memory, only.");

} // namespace

const Option &journal_option() {
    return *std::ranges::find(rows, std::string_view("journal"), &Option::name);
}

batch::BatchOptions batch_options(const GivenOptions &given, const batch::Manifest &manifest) {
    batch::BatchOptions options;
    options.program = fs::read_symlink("/proc/self/exe").string();
    options.journal =
        given.has("journal") ? given.text("journal") : beside(manifest.path, ".journal");
    if (!find_option(given.offered(), "jobs")) // of batch status, which runs none
        return options;
    options.engine =
        given.text("engine") == "slurm" ? batch::BatchEngine::slurm : batch::BatchEngine::local;
    options.detach = given.flag("detach");
    if (options.detach && options.engine != batch::BatchEngine::slurm)
        throw Error(ErrorCode::invalid_argument,
                    "--detach needs --engine slurm: here jobs end with the batch");
    options.jobs = given.value("jobs")->integer();
    options.memory = given.has("memory") ? given.value("memory")->bytes() : 0;
    options.retries = given.value("retry")->integer();
    options.keep_going = given.flag("keep-going");
    options.replace = given.flag("force");
    if (given.has("only"))
        options.only = names_of(given.value("only")->texts());
    options.timeout = given.has("timeout") ? given.value("timeout")->duration() : 0;
    return options;
}

void add_batch(CLI::App &app, Command &command) {
    static const Option force = meaning(engine_option(OptionGroup::write, "force"), "",
                                        "Replace outputs that aren't the batch's own.");
    Options options{&manifest_row};
    for (const Option &row : rows)
        options.push_back(&row);
    CLI::App &verb = add_verb(
        app, command,
        {.name = "batch",
         .summary = "Run many jobs from a manifest; what is done stays done.",
         .examples = {"tessera batch jobs.toml",
                      "tessera batch jobs.toml --jobs 2 --keep-going --report jobs.html",
                      "tessera batch jobs.toml --engine slurm --detach",
                      "tessera batch status jobs.toml"},
         .notes = "Exit code 5: some jobs failed, the others are done.",
         .options = joined({options, {&report_row, &dry_run_row, &force}}),
         .work = [&command, &app](const GivenOptions &given) { batch(command, app, given); }});
    add_batch_status(verb, command, app);
    add_batch_task(verb, command, app);
}

} // namespace tessera::cli
