#include "cli/command.hpp"

#include <tessera/error.hpp>
#include <tessera/log.hpp>

#include <sys/resource.h>
#include <unistd.h>

namespace tessera::cli {
namespace {

std::uint64_t peak_rss_bytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

} // namespace

double Command::seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

void Command::start(const std::string &verb) {
    if (quiet)
        console.set_quiet();
    if (verbose)
        console.set_verbose();
    const ProgressStyle style = parse_style(progress);
    console.set_style(quiet && style != ProgressStyle::json ? ProgressStyle::none : style);
    set_log_sink([this](LogLevel level, std::string_view text) {
        if (level == LogLevel::warning || level == LogLevel::error)
            console.warn(std::string(text));
        else
            console.detail(text);
    });
    report("schema", 1);
    report("command", verb);
    report("version", version());
}

RunOptions Command::run() {
    return {threads, stop.get_token(), [this](const Progress &state) { console.progress(state); }};
}

nlohmann::json Command::reported() const {
    nlohmann::json report = report_;
    report["seconds"] = seconds_;
    return report;
}

void Command::finish() {
    if (!json)
        return;
    seconds_["total"] = seconds_since(begin_);
    report("seconds", seconds_);
    report("peak_rss_bytes", peak_rss_bytes());
    report("warnings", console.warnings());
    // Names of files may be any bytes; JSON is UTF-8.
    const std::string text =
        report_.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void Command::fail(const std::string &code, const std::string &message, const std::string &detail) {
    console.error(message, detail);
    report("error", nlohmann::json{{"code", code}, {"message", message}, {"detail", detail}});
    finish();
}

void add_verb(CLI::App &verb, Command &command, std::function<void()> work) {
    verb.add_flag("--json", command.json, "print one report object on standard output");
    verb.add_flag("-q,--quiet", command.quiet, "say nothing but errors");
    verb.add_flag("-v,--verbose", command.verbose, "say more");
    verb.add_option("--threads", command.threads, "threads to use; 0 for all there are")
        ->check(CLI::Range(0, most_threads))
        ->type_name("N");
    verb.add_option("--progress", command.progress, "auto, bar, plain, json or none")
        ->type_name("STYLE");
    const CLI::App *group = verb.get_parent();
    const std::string name =
        group->get_parent() ? group->get_name() + " " + verb.get_name() : verb.get_name();
    verb.callback([&command, &verb, name, work = std::move(work)] {
        if (command.parses_only || !verb.get_subcommands().empty()) // or its own verb has done it
            return;
        command.start(name);
        work();
        command.finish();
    });
}

std::vector<const CLI::App *> verbs_of(const CLI::App &app) {
    return app.get_subcommands([](const CLI::App *) { return true; });
}

bool needs_verb(const CLI::App &app) { return app.get_require_subcommand_min() > 0; }

} // namespace tessera::cli
