#include "batch/child.hpp"

#include "base/descriptors.hpp"
#include "process/process.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tessera::batch {
using namespace internal;
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_detail = 2000; // bytes kept of what a job says
constexpr auto grace = std::chrono::seconds(2);

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

bool has(const Job &job, const std::string &option) {
    return std::ranges::find(job.values, option, &JobValue::option) != job.values.end();
}

ProcessOptions process_options(const ChildOptions &options) {
    ProcessOptions process;
    process.program = options.program;
    process.arguments = options.arguments;
    process.task = "the job failed";
    process.code = ErrorCode::unsupported;
    process.limit = std::chrono::milliseconds(std::lround(std::ceil(options.timeout * 1000)));
    process.grace = grace;
    process.folder = options.folder;
    process.inherited = options.inherited;
    process.cancel = options.cancel;
    return process;
}

/// Why a command failed, where it couldn't say so itself.
std::string reason_of(int exit_code) {
    if (exit_code <= 128)
        return fmt::format("it ended with exit code {}", exit_code);
    const int signal = exit_code - 128;
    return fmt::format("it was ended by signal {}, {}{}", signal, ::strsignal(signal),
                       signal == SIGKILL ? "; maybe memory ran out" : "");
}

void read_report(const std::string &text, JobResult &result) {
    const auto report = nlohmann::json::parse(text, nullptr, false);
    if (!report.is_object())
        return;
    result.report = report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    result.memory = report.value("peak_rss_bytes", std::uint64_t{0});
    result.bytes = report.value("bytes", std::uint64_t{0});
    if (const auto error = report.find("error"); error != report.end()) {
        result.message = error->value("message", "");
        result.detail = error->value("detail", "");
    }
}

/// The end of what it said.
std::string last_words(const std::string &said) {
    return said.size() <= most_detail ? said : said.substr(said.size() - most_detail);
}

ChildResult finish(ChildProcess &child) {
    ChildResult ended;
    ended.exit_code = child.finish();
    JobResult &result = ended.result;
    read_report(child.read_all(ChildProcess::output), result);
    result.state = ended.exit_code == 0 ? JobState::done : JobState::failed;
    if (ended.exit_code != 0 && result.message.empty()) {
        result.message = child.lacks_descriptors()
                             ? fmt::format("it can't go on: {}", too_many_files())
                             : reason_of(ended.exit_code);
        result.detail = last_words(child.error_text());
    }
    return ended;
}

} // namespace

ChildResult run_child(const ChildOptions &options) {
    const auto begin = Clock::now();
    ChildResult ended;
    try {
        ChildProcess child(process_options(options));
        ended = finish(child);
    } catch (const Error &error) {
        if (error.code() == ErrorCode::cancelled)
            throw;
        ended.exit_code = -1;
        ended.result.state = JobState::failed;
        ended.result.message = error.what();
        ended.result.detail = last_words(error.detail());
    }
    ended.result.seconds = seconds_since(begin);
    return ended;
}

bool updates(const JobCommand &command) { return command.name == "build"; }

std::vector<std::string> command_line(const Job &job, const JobCommand &command,
                                      const BatchOptions &options, int threads, bool replace) {
    std::vector<std::string> more{"--json", "--progress=none"};
    if (!has(job, "threads"))
        more.push_back(fmt::format("--threads={}", threads));
    if (options.memory > 0 && command.find("memory") && !has(job, "memory")) {
        constexpr std::uint64_t mebibyte = 1 << 20;
        const std::uint64_t share = options.memory / static_cast<std::uint64_t>(options.jobs);
        more.push_back(fmt::format("--memory={}M", std::max<std::uint64_t>(share / mebibyte, 1)));
    }
    if (replace && command.find("force") && !updates(command) && !has(job, "force"))
        more.push_back("--force");
    std::vector<std::string> line = arguments_of(job, command);
    line.insert(line.begin() + 1, more.begin(), more.end());
    return line;
}

} // namespace tessera::batch
