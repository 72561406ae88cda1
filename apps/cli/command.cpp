#include "cli/command.hpp"

#include <tessera/error.hpp>
#include <tessera/log.hpp>
#include <tessera/options.hpp>

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

void Command::start(const std::string &verb, bool json_report) {
    json = json_report;
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

void Command::configure(const GivenOptions &given) {
    threads = given.value("threads")->integer();
    const bool quiet = given.flag("quiet");
    if (quiet)
        console.set_quiet();
    if (given.flag("verbose"))
        console.set_verbose();
    const ProgressStyle style = parse_style(given.text("progress"));
    console.set_style(quiet && style != ProgressStyle::json ? ProgressStyle::none : style);
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

} // namespace tessera::cli
