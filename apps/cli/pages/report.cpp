// --report: a page about the mosaic just made.

#include "cli/pages/report_page.hpp"
#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

/// Options that decide what is made, as they were given.
std::vector<std::pair<std::string, std::string>> shown_options(const GivenOptions &given) {
    std::vector<std::pair<std::string, std::string>> shown;
    for (const Option *option : given.offered()) {
        if (!given.has(option->name) || option->role == OptionRole::talk ||
            option->name == "force" || option->name == "report")
            continue;
        const bool is_flag = option->kind == OptionKind::flag;
        shown.emplace_back(shown_name(*option),
                           is_flag ? "yes"
                                   : fmt::format("{}", fmt::join(given.texts(option->name), ", ")));
    }
    return shown;
}

} // namespace

void check_report(const GivenOptions &given, const std::string &output) {
    if (!given.has("report"))
        return;
    const std::string path = given.text("report");
    // Names of what doesn't exist stay relative.
    const auto place = [](const std::string &name) {
        return fs::weakly_canonical(fs::absolute(name)).lexically_normal();
    };
    if (place(path) == place(output))
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("--report wants a file of its own, not '{}', which is the output", path));
    check_output_path(path, given.flag("force"));
}

void write_report(Command &command, const GivenOptions &given, const Mosaic &mosaic,
                  const Source *source, const MatchOptions *match) {
    if (!given.has("report"))
        return;
    const std::string path = given.text("report");
    command.timed("report", [&] {
        OverviewOptions options;
        if (match)
            options.tiles = match->tiles;
        const Overview seen = overview(mosaic, source, options, command.run());
        const nlohmann::json report = command.reported();
        save_output(path, html_of({mosaic, seen, report, shown_options(given)}),
                    given.flag("force"));
    });
    command.report("report", path);
    command.console.note(fmt::format("{}: {}", path, human_bytes(fs::file_size(path))));
}

} // namespace tessera::cli
