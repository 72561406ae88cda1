// --report: a page about the mosaic just made.

#include "command.hpp"
#include "report_page.hpp"

#include <tessera/error.hpp>
#include <tessera/overview.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

std::vector<std::pair<std::string, std::string>> given_options(const CLI::App &verb) {
    std::vector<std::pair<std::string, std::string>> given;
    for (const CLI::Option *option : verb.get_options())
        if (option->count() > 0)
            given.emplace_back(option->get_lnames().empty() ? option->get_name()
                                                            : "--" + option->get_lnames()[0],
                               option->get_expected_min() == 0
                                   ? "yes"
                                   : fmt::format("{}", fmt::join(option->results(), ", ")));
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
    std::error_code ignored;
    if (fs::weakly_canonical(path_, ignored) == fs::weakly_canonical(output, ignored))
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("--report wants a file of its own, not '{}', which is the output", path_));
    check_output_path(path_, command.force);
}

void ReportFlags::write(Command &command, const Mosaic &mosaic, const Source *source) const {
    if (path_.empty())
        return;
    command.timed("report", [&] {
        const Overview seen = overview(mosaic, source, {}, command.run());
        const nlohmann::json report = command.reported();
        save_output(path_, html_of({mosaic, seen, report, given_options(*verb_)}), command.force);
    });
    command.report("report", path_);
    command.console.note(fmt::format("{}: {}", path_, human_bytes(fs::file_size(path_))));
}

} // namespace tessera::cli
