// What the verbs share: the common flags, values, the report.
#pragma once

#include "cli/console.hpp"

#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/overview.hpp>
#include <tessera/run.hpp>
#include <tessera/select.hpp>
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
    bool json = false, quiet = false, verbose = false, force = false, dry_run = false;
    bool parses_only = false; ///< a command line is only looked at
    bool sharded = false;     ///< exit codes are those that tell a cluster whether to try again
    int threads = 0;
    double wait = 0; ///< seconds, for another process that changes a library
    std::string progress = "auto";
    Console console;
    std::stop_source stop;
    int exit_code = 0; ///< of a run that did its work, but has something to tell

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

/// All of them.
void add_verbs(CLI::App &app, Command &command);

/// Its own verbs, in the order of its help.
[[nodiscard]] std::vector<const CLI::App *> verbs_of(const CLI::App &app);
/// Whether one of its verbs has to follow; else it does something itself, too.
[[nodiscard]] bool needs_verb(const CLI::App &app);

/// --dry-run of verbs that return before their work, once all is checked that can be.
void add_dry_run(CLI::App &verb, Command &command);

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

/// --wait of the verbs that change libraries.
void add_wait(CLI::App &verb, Command &command);
void add_library_sheet(CLI::App &group, Command &command);

/// "3/8". Throws: Error{invalid_argument} that names the option.
[[nodiscard]] Shard parse_shard(const std::string &option, const std::string &text);

/// What was wrong with the command line, with the nearest name for one that there isn't.
[[nodiscard]] std::string explain(const CLI::ParseError &error, const CLI::App &app, int argc,
                                  char **argv);

/// "1.5 GB"
[[nodiscard]] std::string human_bytes(std::uint64_t bytes);
/// A line with a file's path, size and time; of what is no file, its name.
[[nodiscard]] std::string file_text(const std::string &path);

/// Options that cut the source into cells.
struct GridOptions {
    std::string cells;
    std::optional<int> across;

    void add_to(CLI::App &verb);
    [[nodiscard]] bool given() const { return !cells.empty() || across; }
    [[nodiscard]] Grid grid_for(Size source, TileShape tile) const;
};

/// Conditions on photos, all of which are to hold.
class WhereFlag {
  public:
    void add_to(CLI::App &verb);

    /// That they can be read, before any work. Throws: Error{invalid_argument}.
    void check() const { static_cast<void>(conditions()); }

    /// The library's tiles that meet them; nothing if there are none.
    [[nodiscard]] std::optional<std::vector<TileId>> tiles(Command &command,
                                                           const TileLibrary &library) const;

  private:
    [[nodiscard]] std::vector<Condition> conditions() const;

    std::vector<std::string> given_;
};

/// Options of matching; make, render and plan have them.
struct MatchFlags {
    GridOptions grid;
    WhereFlag where;
    MatchOptions options;
    std::string metric = "chebyshev", duplicates = "each", mask, importance, empty = "white",
                layout = "grid";
    std::optional<int> levels;
    bool use_all = false;

    void add_to(CLI::App &verb);
    /// Any of them, or any but one.
    [[nodiscard]] bool given(const std::string &besides = {}) const;
    /// Those that were given, and of files their size and time: a text that differs where other
    /// mosaics may be made. The grid isn't in it.
    [[nodiscard]] std::string text() const;
    /// For pictures of that size; whether they have px enough is not checked.
    [[nodiscard]] MatchOptions match_options(Size source, TileShape tile) const;
    /// Checks what can be checked before there is a library.
    [[nodiscard]] MatchOptions match_options(const Source &source, TileShape tile) const;
    /// Chooses its tiles, too, and checks that the rules can be met with them.
    [[nodiscard]] MatchOptions match_options(Command &command, const Source &source,
                                             const TileLibrary &library) const;

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
class TileFlags {
  public:
    std::string tile = "128", crop = "centre", background = "white", store = "lmdb", augment;
    bool embedded = false;
    int crops = 1, copies = 1, every = 0;
    std::uint64_t seed = 0;

    void add_to(CLI::App &verb);
    [[nodiscard]] BuildOptions build_options() const;
    [[nodiscard]] std::string key() const; ///< differs where other tiles are asked for
    /// For a library that may be there already: what wasn't given is as it has it.
    /// Throws: Error{invalid_argument} where another kind of store was given; as open_store().
    [[nodiscard]] BuildOptions build_options(const std::string &library) const;

  private:
    const CLI::Option *tile_ = nullptr, *crop_ = nullptr, *background_ = nullptr, *store_ = nullptr,
                      *embedded_ = nullptr, *crops_ = nullptr, *augment_ = nullptr,
                      *every_ = nullptr;
};

/// Which photos, and what of those that can't be read; build and library add have them.
class PhotoFlags {
  public:
    void add_to(CLI::App &verb);

    /// Throws: Error{invalid_argument} where none were given; as scan_photos().
    [[nodiscard]] std::vector<Photo> find(Command &command, const TileOptions &options);

    /// Builds or updates a library: calls `work` with the options, and lists what was skipped.
    BuildReport build(Command &command, std::span<const Photo> photos, BuildOptions options,
                      const std::function<BuildReport(const BuildOptions &)> &work) const;

  private:
    std::vector<std::string> inputs_;
    std::string files_from0_, on_error_ = "skip", errors_to_;
};

/// Which of the photos that were found become tiles; make and build have them.
class ChoiceFlags {
  public:
    void add_to(CLI::App &verb);

    /// That they can be read, before any work. Throws: Error{invalid_argument}.
    void check() const { static_cast<void>(least()); }

    /// Those that are left, and tells of the others. Throws: Error{unreadable_image} for none.
    [[nodiscard]] std::vector<Photo> choose(Command &command, std::vector<Photo> photos) const;

    [[nodiscard]] std::string key() const; ///< differs where another choice was given

  private:
    [[nodiscard]] Size least() const;

    std::vector<std::string> patterns_;
    std::string min_size_;
};

/// The page about a mosaic; make, render and plan have it.
class ReportFlags {
  public:
    void add_to(CLI::App &verb);

    /// That it can be written beside `output`, before any work.
    /// Throws: Error{invalid_argument}; Error{write_failed}.
    void check(const Command &command, const std::string &output) const;

    /// Writes it, if it was asked for.
    void write(Command &command, const Mosaic &mosaic, const Source &source,
               const MatchOptions &match) const;
    /// The same of a plan's mosaic.
    void write(Command &command, const Mosaic &mosaic) const;

    [[nodiscard]] const std::string &path() const noexcept { return path_; } ///< empty: no page

  private:
    void write(Command &command, const Mosaic &mosaic, const Source *source,
               const OverviewOptions &options) const;

    std::string path_;
    const CLI::App *verb_ = nullptr;
};

/// Steps that several verbs take.
void report_mosaic(Command &command, const Mosaic &mosaic);
void write_mosaic(Command &command, const Mosaic &mosaic, const Target &target,
                  const WriteOptions &options);
/// Makes a part, unless that very part is there. Throws: Error{parts_unfit} for another one.
void render_shard(Command &command, const Mosaic &mosaic, const Target &part, Shard shard,
                  const WriteOptions &options);
/// Of a shard or a join: what is there and won't go is no reason to try again.
/// Throws: Error{parts_unfit}.
void refuse_existing(const Command &command, const std::string &path);
[[nodiscard]] Mosaic match_source(Command &command, const Source &source,
                                  const TileLibrary &library, const MatchOptions &options);
/// As find_photos(), but to find none is an error that names the inputs.
[[nodiscard]] std::vector<Photo>
scan_photos(Command &command, const std::vector<std::string> &inputs, const TileOptions &options);
/// Runs a build or an update, and reports it.
BuildReport build_photos(Command &command, std::size_t photos,
                         const std::function<BuildReport()> &work);
/// Says what became of a library. updated: there was one before.
void report_library(Command &command, const std::string &path, const BuildReport &report,
                    bool updated);

} // namespace tessera::cli
