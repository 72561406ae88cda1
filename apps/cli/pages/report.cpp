// --report: a page about the mosaic just made.

#include "cli/command.hpp"
#include "cli/pages/report_page.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

/// What says how the command talks, not what it makes.
constexpr std::array<std::string_view, 6> manners = {"--json",     "--quiet", "--verbose",
                                                     "--progress", "--force", "--report"};

std::vector<std::pair<std::string, std::string>> given_options(const CLI::App &verb) {
    std::vector<std::pair<std::string, std::string>> given;
    for (const CLI::Option *option : verb.get_options()) {
        const auto &names = option->get_lnames();
        const std::string name = names.empty() ? option->get_name() : "--" + names[0];
        if (option->count() == 0 || std::ranges::find(manners, name) != manners.end())
            continue;
        const bool is_flag = option->get_expected_min() == 0;
        given.emplace_back(name,
                           is_flag ? "yes" : fmt::format("{}", fmt::join(option->results(), ", ")));
    }
    return given;
}

} // namespace

void ReportFlags::add_to(CLI::App &verb) {
    verb.add_option("--report", path_, "write a page of HTML about the mosaic, with pictures")
        ->type_name("FILE");
    verb_ = &verb;
}

void ReportFlags::check(const Command &command, const std::string &output) const {
    if (path_.empty())
        return;
    // Names of what doesn't exist stay relative.
    const auto place = [](const std::string &path) {
        return fs::weakly_canonical(fs::absolute(path)).lexically_normal();
    };
    if (place(path_) == place(output))
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("--report wants a file of its own, not '{}', which is the output", path_));
    check_output_path(path_, command.force);
}

void ReportFlags::write(Command &command, const Mosaic &mosaic, const Source &source,
                        const MatchOptions &match) const {
    write(command, mosaic, &source, {.tiles = match.tiles});
}

void ReportFlags::write(Command &command, const Mosaic &mosaic) const {
    write(command, mosaic, nullptr, {});
}

void ReportFlags::write(Command &command, const Mosaic &mosaic, const Source *source,
                        const OverviewOptions &options) const {
    if (path_.empty())
        return;
    command.timed("report", [&] {
        const Overview seen = overview(mosaic, source, options, command.run());
        const nlohmann::json report = command.reported();
        save_output(path_, html_of({mosaic, seen, report, given_options(*verb_)}), command.force);
    });
    command.report("report", path_);
    command.console.note(fmt::format("{}: {}", path_, human_bytes(fs::file_size(path_))));
}

} // namespace tessera::cli
