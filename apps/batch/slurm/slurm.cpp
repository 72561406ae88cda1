#include "batch/slurm/slurm.hpp"

#include "batch/manifest/tables.hpp"
#include "process/process.hpp"

#include <tessera/options.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace tessera::batch {
using namespace internal;
namespace fs = std::filesystem;
namespace {

/// Bytes of a task that the manifest says nothing of: without a number it would take all memory of
/// its node where the cluster has no default, and nothing else would run beside it.
constexpr auto usual_memory = "2G";
constexpr int most_cpus = most_threads;
constexpr std::chrono::minutes patience(2); // for an answer of Slurm's

const std::vector<std::string> keys = {"partition", "account", "time",   "memory",
                                       "cpus",      "program", "options"};

/// States in which a job isn't over; of all others it won't come back by itself.
constexpr std::array<std::string_view, 14> active_states = {
    "PENDING",   "CONFIGURING",  "RUNNING",      "SUSPENDED",  "STOPPED",
    "SIGNALING", "COMPLETING",   "STAGE_OUT",    "RESIZING",   "REQUEUE",
    "REQUEUED",  "REQUEUE_HOLD", "SPECIAL_EXIT", "REQUEUE_FED"};

std::string path_of(const std::string &program) {
    const char *folders_of = std::getenv("PATH");
    std::istringstream folders(folders_of ? folders_of : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (const fs::path path = fs::path(folder) / program;
            !folder.empty() && ::access(path.c_str(), X_OK) == 0)
            return path.string();
    throw Error(ErrorCode::unsupported,
                fmt::format("'{}', which Slurm's engine runs, isn't installed; on Debian: apt "
                            "install slurm-client",
                            program));
}

ProcessOptions process_of(const std::string &program, std::vector<std::string> arguments,
                          std::stop_token cancel) {
    ProcessOptions process;
    process.program = path_of(program);
    process.arguments = std::move(arguments);
    process.task = fmt::format("Slurm's {} failed", program);
    process.code = ErrorCode::write_failed;
    process.limit = patience;
    process.cancel = std::move(cancel);
    return process;
}

/// "(sbatch: error: )invalid partition specified: x": the last line, which is the reason.
std::string reason_of(const ChildProcess &child) {
    const std::string said = child.error_text();
    return said.substr(said.rfind('\n') + 1);
}

int number_in(const char *variable) {
    const char *text = std::getenv(variable);
    int number = 0;
    if (text)
        std::from_chars(text, text + std::char_traits<char>::length(text), number);
    return number;
}

constexpr Option time_row{.name = "'time'", .kind = OptionKind::duration};
constexpr Option memory_row{.name = "'memory'", .kind = OptionKind::bytes};

/// Checks a value by what will be made of it.
void check(const JobValue &value) {
    const std::string &text = value.values.at(0);
    try {
        if (value.option == "time")
            OptionValue(time_row, text).check();
        if (value.option == "memory")
            OptionValue(memory_row, text).check();
    } catch (const Error &error) {
        throw wrong(value.at, error.what());
    }
    int number = 0;
    const char *const end = text.data() + text.size();
    if (value.option == "cpus" &&
        (std::from_chars(text.data(), end, number).ptr != end || number < 1 || number > most_cpus))
        throw wrong(value.at,
                    fmt::format("'cpus' wants a number from 1 to {}, not '{}'", most_cpus, text));
    for (const std::string &option : value.values)
        if (value.option == "options" && !option.starts_with('-'))
            throw wrong(
                value.at,
                fmt::format("'options' are of sbatch, such as \"--qos=high\", not '{}'", option));
}

/// Whole minutes, as Slurm counts time, rounded up.
std::string minutes_of(const std::string &time) {
    return fmt::format("{}", std::lround(std::ceil(OptionValue(time_row, time).duration() / 60)));
}

/// Whole MiB, rounded up; 0 is all that a node has.
std::string mebibytes_of(const std::string &memory) {
    constexpr std::uint64_t mebibyte = 1 << 20;
    const std::uint64_t bytes = OptionValue(memory_row, memory).bytes();
    return fmt::format("{}M", bytes / mebibyte + (bytes % mebibyte > 0 ? 1 : 0));
}

/// In names of logs '%' begins what Slurm fills in.
std::string log_pattern(const SlurmRequest &request) {
    std::string pattern;
    for (const char c : request.log)
        pattern += c == '%' ? "%%" : std::string(1, c);
    return request.tasks == 0 ? pattern : fmt::format("{}.%a", pattern);
}

} // namespace

SlurmValue slurm_value(const Value::Member &member, const std::string &command) {
    if (std::ranges::find(keys, member.key) == keys.end())
        throw unknown_key(member, "[slurm]", keys);
    if (member.key == "program" && !command.empty())
        throw wrong(member.at, "'program' is of all tasks alike: it belongs to [slurm]");
    JobValue value{member.key, member.at,
                   texts_of(member, {.name = member.key, .many = member.key == "options"})};
    check(value);
    return {command, std::move(value)};
}

std::vector<std::string> slurm_setting(std::span<const SlurmValue> values,
                                       const std::string &command, const std::string &key) {
    const SlurmValue *found = nullptr;
    for (const SlurmValue &each : values)
        if (each.value.option == key && (each.command == command || each.command.empty()) &&
            (!found || found->command.empty() || !each.command.empty()))
            found = &each;
    return found ? found->value.values : std::vector<std::string>{};
}

std::vector<std::string> sbatch_line(const SlurmRequest &request,
                                     std::span<const SlurmValue> settings) {
    const auto setting = [&](const std::string &key, const std::string &usual) {
        const auto values = slurm_setting(settings, request.command, key);
        return values.empty() ? usual : values[0];
    };
    std::vector<std::string> line{"sbatch",
                                  "--parsable",
                                  "--job-name=" + request.name,
                                  "--chdir=" + request.folder,
                                  "--output=" + log_pattern(request),
                                  "--open-mode=append",
                                  "--requeue",
                                  "--cpus-per-task=" + setting("cpus", "1"),
                                  "--mem=" + mebibytes_of(setting("memory", usual_memory))};
    if (const std::string time = setting("time", ""); !time.empty())
        line.push_back("--time=" + minutes_of(time));
    for (const std::string key : {"partition", "account"})
        if (const std::string value = setting(key, ""); !value.empty())
            line.push_back(fmt::format("--{}={}", key, value));
    if (request.tasks > 0)
        line.push_back(fmt::format("--array=1-{}", request.tasks));
    // Not afterok, with which Slurm never begins a task once one before it has failed, even if that
    // one then succeeds: tasks look themselves at what they wait for.
    if (!request.after.empty())
        line.push_back(fmt::format("--dependency=afterany:{}", fmt::join(request.after, ":")));
    for (const std::string &option : slurm_setting(settings, request.command, "options"))
        line.push_back(option);
    line.push_back("--wrap=exec " + shell_line(request.task));
    return line;
}

std::string shell_line(std::span<const std::string> arguments) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-_=./:,+@%";
    std::string line;
    for (const std::string &argument : arguments) {
        line += line.empty() ? "" : " ";
        if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) {
            line += argument;
            continue;
        }
        line += '\'';
        for (const char c : argument)
            line += c == '\'' ? "'\\''" : std::string(1, c);
        line += '\'';
    }
    return line;
}

std::string submit(const std::vector<std::string> &line, std::stop_token cancel) {
    ChildProcess child(process_of(line.at(0), {line.begin() + 1, line.end()}, std::move(cancel)));
    const std::string said = child.read_all(ChildProcess::output);
    if (child.finish() != 0)
        throw Error(ErrorCode::write_failed,
                    fmt::format("Slurm doesn't take the job: {}", reason_of(child)),
                    child.error_text());
    const std::string id = said.substr(0, said.find_first_of(";\n")); // "12;cluster"
    if (id.empty() || id.find_first_not_of("0123456789") != std::string::npos)
        throw Error(ErrorCode::write_failed, fmt::format("sbatch gave no id, but '{}'", said));
    return id;
}

void want_slurm() {
    for (const char *const program : {"sbatch", "squeue"})
        static_cast<void>(path_of(program));
}

std::map<std::string, SlurmState> slurm_states(std::stop_token cancel) {
    ChildProcess child(process_of(
        "squeue", {"--me", "--noheader", "--states=all", "--format=%F %T"}, std::move(cancel)));
    const std::string said = child.read_all(ChildProcess::output);
    if (child.finish() != 0)
        throw Error(ErrorCode::unsupported,
                    fmt::format("Slurm can't be asked: {}", reason_of(child)), child.error_text());
    std::map<std::string, SlurmState> states;
    std::istringstream lines(said);
    for (std::string id, word; lines >> id >> word;) {
        const bool active = std::ranges::find(active_states, word) != active_states.end();
        SlurmState &state = states[id]; // of all tasks of an array
        state.active = state.active || active;
        state.running = state.running || word == "RUNNING" || word == "COMPLETING";
        if (state.word.empty() || word != "COMPLETED")
            state.word = word;
    }
    return states;
}

SlurmTask slurm_task() {
    return {number_in("SLURM_ARRAY_TASK_ID"), number_in("SLURM_CPUS_PER_TASK"),
            number_in("SLURM_RESTART_COUNT")};
}

bool requeue_slurm_task(bool of_array) {
    const std::string id = of_array ? fmt::format("{}_{}", number_in("SLURM_ARRAY_JOB_ID"),
                                                  number_in("SLURM_ARRAY_TASK_ID"))
                                    : fmt::to_string(number_in("SLURM_JOB_ID"));
    ChildProcess child(process_of("scontrol", {"requeue", id}, {}));
    const int code = child.finish();
    return code == 0 || code > 128; // Slurm may end it, too, with all of the task, at once
}

} // namespace tessera::batch
