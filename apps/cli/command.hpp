// One run of the command: its report, its console, how it ends.
#pragma once

#include "cli/console.hpp"

#include <tessera/run.hpp>

#include <chrono>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <utility>

namespace CLI {
class App;
class ParseError;
} // namespace CLI

namespace tessera {
class GivenOptions;
}

namespace tessera::cli {

/// One run of the command.
class Command {
  public:
    bool json = false;
    bool parses_only = false; ///< a command line is only looked at
    bool sharded = false;     ///< exit codes are those that tell a cluster whether to try again
    int threads = 0;
    Console console;
    std::stop_source stop;
    int exit_code = 0; ///< of a run that did its work, but has something to tell

    /// Begins a run of a verb, once the command line was parsed. json: a report was asked for.
    void start(const std::string &verb, bool json_report);
    /// Takes over the options that every verb has.
    void configure(const GivenOptions &given);

    [[nodiscard]] RunOptions run();

    /// Adds a field to the report of --json.
    template <class Value> void report(const std::string &key, Value &&value) {
        report_[key] = std::forward<Value>(value);
    }

    /// Does some work and reports its seconds under a stage's name.
    template <class Work> decltype(auto) timed(const std::string &stage, Work &&work) {
        const StageTimer timer(*this, stage);
        return std::forward<Work>(work)();
    }

    /// What was reported so far, with the seconds of each stage.
    [[nodiscard]] nlohmann::json reported() const;

    void finish(); ///< prints the report, if one was asked for
    void fail(const std::string &code, const std::string &message, const std::string &detail);

  private:
    using Clock = std::chrono::steady_clock;

    struct StageTimer {
        StageTimer(Command &command, std::string stage)
            : command_(command), stage_(std::move(stage)) {}
        ~StageTimer() { command_.seconds_[stage_] = seconds_since(begin_); }
        StageTimer(const StageTimer &) = delete;
        StageTimer &operator=(const StageTimer &) = delete;

        Command &command_;
        std::string stage_;
        Clock::time_point begin_ = Clock::now();
    };

    [[nodiscard]] static double seconds_since(Clock::time_point begin);

    Clock::time_point begin_ = Clock::now();
    nlohmann::json report_ = nlohmann::json::object();
    nlohmann::json seconds_ = nlohmann::json::object();
};

/// All verbs.
void add_verbs(CLI::App &app, Command &command);

void add_make(CLI::App &app, Command &command);
void add_build(CLI::App &app, Command &command);
void add_plan(CLI::App &app, Command &command);
void add_render(CLI::App &app, Command &command);
void add_join(CLI::App &app, Command &command);
void add_animate(CLI::App &app, Command &command);
void add_frames(CLI::App &app, Command &command);
void add_info(CLI::App &app, Command &command);
void add_compare(CLI::App &app, Command &command);
void add_batch(CLI::App &app, Command &command);
void add_completion(CLI::App &app, Command &command);
void add_man(CLI::App &app, Command &command);

void add_bench(CLI::App &app, Command &command);
void add_bench_stores(CLI::App &group, Command &command);

void add_library(CLI::App &app, Command &command);
void add_library_add(CLI::App &group, Command &command);
void add_library_remove(CLI::App &group, Command &command);
void add_library_merge(CLI::App &group, Command &command);
void add_library_convert(CLI::App &group, Command &command);
void add_library_compact(CLI::App &group, Command &command);
void add_library_verify(CLI::App &group, Command &command);
void add_library_list(CLI::App &group, Command &command);
void add_library_get(CLI::App &group, Command &command);
void add_library_export(CLI::App &group, Command &command);
void add_library_sheet(CLI::App &group, Command &command);

/// What was wrong with the command line, with the nearest name for one that there isn't.
[[nodiscard]] std::string explain(const CLI::ParseError &error, const CLI::App &app, int argc,
                                  char **argv);

} // namespace tessera::cli
