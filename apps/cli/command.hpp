// What the verbs share: the common flags, values, the report.
#pragma once

#include "console.hpp"

#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/session.hpp>
#include <tessera/source.hpp>
#include <tessera/values.hpp>
#include <tessera/writer.hpp>

#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace tessera::cli {

/// One run of the command.
class Command {
  public:
    bool json = false, quiet = false, verbose = false, force = false;
    int threads = 0;
    std::string progress = "auto";
    Console console;
    std::stop_source stop;

    void start(const std::string &verb); ///< after the command line was parsed

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

/// A verb adds itself with its options; `work` is what it does once they are parsed.
void add_verb(CLI::App &verb, Command &command, std::function<void()> work);

void add_make(CLI::App &app, Command &command);
void add_build(CLI::App &app, Command &command);
void add_plan(CLI::App &app, Command &command);
void add_render(CLI::App &app, Command &command);
void add_frames(CLI::App &app, Command &command);
void add_info(CLI::App &app, Command &command);
void add_compare(CLI::App &app, Command &command);
void add_completion(CLI::App &app, Command &command);

/// What was wrong with the command line, with the nearest name for one that there isn't.
[[nodiscard]] std::string explain(const CLI::ParseError &error, const CLI::App &app, int argc,
                                  char **argv);

/// "1.5 GB"
[[nodiscard]] std::string human_bytes(std::uint64_t bytes);

/// Options that cut the source into cells.
struct GridOptions {
    std::string cells;
    std::optional<int> across;

    void add_to(CLI::App &verb);
    [[nodiscard]] bool given() const { return !cells.empty() || across; }
    [[nodiscard]] Grid grid_for(Size source, TileShape tile) const;
};

/// Options of matching; make, render and plan have them.
struct MatchFlags {
    GridOptions grid;
    MatchOptions options;
    std::string metric = "chebyshev", duplicates = "each", mask, importance, empty = "white",
                layout = "grid";
    std::optional<int> levels;
    bool use_all = false;

    void add_to(CLI::App &verb);
    [[nodiscard]] bool given() const; ///< any of them
    /// Checks what can be checked before work. tiles: of the library, or 0 where it isn't known
    /// yet.
    [[nodiscard]] MatchOptions match_options(const Source &source, TileShape tile,
                                             std::uint32_t tiles) const;

  private:
    std::vector<const CLI::Option *> added_;
};

/// Of the mosaic that they will make.
[[nodiscard]] MosaicForm form_of(const MatchOptions &options, TileShape tile);

/// Options of writing; make and render have them.
struct WriteFlags {
    double dpi = 300, blend = 0;
    bool sync = false;
    std::string writer = "auto", memory = "256M";

    void add_to(CLI::App &verb);
    [[nodiscard]] WriteOptions write_options(const Command &command) const;
    /// The same with the source laid over it, if that was asked for.
    [[nodiscard]] WriteOptions write_options(const Command &command, const Source &source) const;
};

/// Options of tiles; make and build have them.
struct TileFlags {
    std::string tile = "128", crop = "centre", background = "white", store = "lmdb";

    void add_to(CLI::App &verb);
    [[nodiscard]] BuildOptions build_options() const;
};

/// The page about a mosaic; make, render and plan have it.
class ReportFlags {
  public:
    void add_to(CLI::App &verb);

    /// That it can be written beside `output`, before any work.
    /// Throws: Error{invalid_argument}; Error{write_failed}.
    void check(const Command &command, const std::string &output) const;

    /// Writes it, if it was asked for. source: null where the mosaic is a plan's.
    void write(Command &command, const Mosaic &mosaic, const Source *source) const;

  private:
    std::string path_;
    const CLI::App *verb_ = nullptr;
};

/// Steps that several verbs take.
void report_mosaic(Command &command, const Mosaic &mosaic);
void write_mosaic(Command &command, const Mosaic &mosaic, const Target &target,
                  const WriteOptions &options);
[[nodiscard]] Mosaic match_source(Command &command, const Source &source,
                                  const TileLibrary &library, const MatchOptions &options);
/// As find_photos(), but to find none is an error that names the inputs.
[[nodiscard]] std::vector<Photo> scan_photos(Command &command,
                                             const std::vector<std::string> &inputs);
BuildReport build_photos(Command &command, std::span<const Photo> photos, const std::string &path,
                         const BuildOptions &options);

} // namespace tessera::cli
