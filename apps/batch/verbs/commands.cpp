// Commands as manifests know them: made from the very options that the command line parses.

#include "batch/verbs/verb.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

using Names = std::span<const std::string_view>;

/// What a batch gives its jobs itself.
constexpr std::array<std::string_view, 6> talk = {"help",    "json",     "quiet",
                                                  "verbose", "progress", "dry-run"};
/// Options by which a command tells where it writes.
constexpr std::array<std::string_view, 6> written = {"output",    "out", "report",
                                                     "errors-to", "log", "journal"};
/// Options that don't change what is made.
constexpr std::array<std::string_view, 5> manners = {"threads", "memory", "wait", "force", "sync"};
/// What is a file, or a library, where an option's value is called so.
constexpr std::array<std::string_view, 3> files = {"FILE", "LIB", "PLAN"};

bool is_in(Names names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

std::string key_of(const CLI::Option &option) {
    if (!option.get_lnames().empty())
        return option.get_lnames()[0];
    std::string key = option.get_name(true);
    std::ranges::transform(key, key.begin(), [](unsigned char c) { return std::tolower(c); });
    return key;
}

batch::OptionRole role_of(const CLI::Option &option, const std::string &key) {
    if (is_in(written, key))
        return batch::OptionRole::writes;
    if (is_in(manners, key))
        return batch::OptionRole::manner;
    if (key == "photos")
        return batch::OptionRole::photos;
    return option.get_positional() || is_in(files, option.get_type_name())
               ? batch::OptionRole::reads
               : batch::OptionRole::setting;
}

/// The place of the option that a message is about, or of the job.
batch::ManifestPosition place_of(const batch::Job &job, const std::string &message) {
    for (const batch::JobValue &value : job.values)
        if (message.find("--" + value.option) != std::string::npos)
            return value.at;
    return job.at;
}

} // namespace

batch::JobCommand job_command(const CLI::App &verb) {
    batch::JobCommand command{verb.get_name(), {}};
    for (const CLI::Option *option : verb.get_options()) {
        const std::string key = key_of(*option);
        command.checks = command.checks || key == "dry-run";
        if (is_in(talk, key))
            continue;
        batch::JobOption known{.name = key,
                               .role = role_of(*option, key),
                               .argument = option->get_positional(),
                               .flag = option->get_expected_min() == 0,
                               .many = option->get_items_expected_max() > 1};
        for (const CLI::Option *other : option->get_excludes())
            known.excludes.push_back(key_of(*other));
        command.options.push_back(std::move(known));
    }
    return command;
}

std::vector<batch::JobCommand> job_commands(const CLI::App &app) {
    std::vector<batch::JobCommand> commands;
    for (const CLI::App *verb : verbs_of(app))
        if (verbs_of(*verb).empty() && verb->get_name() != "completion")
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
        } catch (const CLI::ParseError &error) {
            const std::string message = error.what();
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("{}: '{}': {}", to_string(place_of(job, message)), job.name, message));
        }
    }
}

void apply_settings(const batch::Manifest &manifest, CLI::App &verb,
                    const batch::JobCommand &batch) {
    for (const batch::JobValue &setting : manifest.settings) {
        CLI::Option *option = verb.get_option("--" + setting.option);
        if (option->count() > 0)
            continue;
        const batch::JobOption &known = *batch.find(setting.option);
        try {
            for (const std::string &value : setting.values)
                option->add_result(known.role == batch::OptionRole::writes &&
                                           !value.starts_with('/')
                                       ? manifest.folder + "/" + value
                                       : value);
            if (known.flag)
                option->add_result("true");
            option->run_callback();
        } catch (const CLI::ParseError &error) {
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("{}: {}", to_string(setting.at), error.what()));
        }
    }
}

} // namespace tessera::cli
