// Commands as manifests know them: made from the very options that the command line parses.

#include "batch/verbs/verb.hpp"
#include "cli/verb_app.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

/// An option as manifests have it.
batch::JobOption job_option(const Option &option) {
    const bool list = option.kind == OptionKind::reals || option.kind == OptionKind::wholes ||
                      option.kind == OptionKind::texts;
    batch::JobOption known{.name = std::string(option.name),
                           .role = option.role,
                           .argument = option.argument,
                           .flag = option.kind == OptionKind::flag,
                           .many = option.repeated || list};
    if (!option.excludes.empty())
        known.excludes.emplace_back(option.excludes);
    return known;
}

/// The place of the option that a message is about, or of the job.
batch::ManifestPosition place_of(const batch::Job &job, const std::string &message) {
    for (const batch::JobValue &value : job.values)
        if (message.find("--" + value.option) != std::string::npos)
            return value.at;
    return job.at;
}

} // namespace

batch::JobCommand job_command(const VerbApp &verb) {
    batch::JobCommand command{verb.get_name(), {}};
    for (const Option *option : verb.options()) {
        command.checks = command.checks || option->name == dry_run_option.name;
        if (option->role != OptionRole::talk)
            command.options.push_back(job_option(*option));
    }
    return command;
}

batch::JobCommand batch_command(const CLI::App &app) {
    return job_command(*static_cast<const VerbApp *>(app.get_subcommand("batch")));
}

std::vector<batch::JobCommand> job_commands(const CLI::App &app) {
    std::vector<batch::JobCommand> commands;
    for (const VerbApp *verb : verbs_of(app))
        if (verbs_of(*verb).empty() && verb->get_name() != "completion" &&
            verb->get_name() != "man")
            commands.push_back(job_command(*verb));
    return commands;
}

void check_command_lines(const batch::Manifest &manifest,
                         const std::vector<batch::JobCommand> &commands) {
    Command unused;
    CLI::App app;
    unused.parses_only = true;
    add_verbs(app, unused);
    for (const batch::Job &job : manifest.jobs) {
        const auto command = std::ranges::find(commands, job.command, &batch::JobCommand::name);
        std::vector<std::string> line = batch::arguments_of(job, *command);
        std::ranges::reverse(line); // as CLI11 wants it
        try {
            app.parse(std::move(line));
        } catch (const std::exception &error) {
            const std::string message = error.what();
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("{}: '{}': {}", to_string(place_of(job, message)), job.name, message));
        }
    }
}

void apply_settings(const batch::Manifest &manifest, GivenOptions &given) {
    for (const batch::JobValue &setting : manifest.settings) {
        if (given.has(setting.option))
            continue;
        const Option &option = *find_option(given.offered(), setting.option);
        try {
            for (const std::string &value : setting.values)
                given.add(setting.option,
                          option.role == OptionRole::writes && !value.starts_with('/')
                              ? manifest.folder + "/" + value
                              : value);
            if (option.kind == OptionKind::flag)
                given.add(setting.option, "true");
        } catch (const Error &error) {
            throw Error(error.code(), fmt::format("{}: {}", to_string(setting.at), error.what()));
        }
    }
}

} // namespace tessera::cli
