// The one table of options: what users may set, as the command line, the C API, Python, batches
// and the manual know it. docs/adding-an-option.md shows how to add one.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/run.hpp>
#include <tessera/sequence.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// What an option's value is, and so how it is written.
enum class OptionKind {
    flag,        ///< given or not; "true" or "false"
    whole,       ///< a whole number, 0 or more
    real,        ///< a number
    reals,       ///< one or more numbers: "0.4,0.5,0.6"
    wholes,      ///< one or more whole numbers: "1,10,100"
    text,        ///< any text
    texts,       ///< one or more texts: "lmdb,hdf5"
    choice,      ///< one of Option::choices()
    shape,       ///< a size in px: "128" or "128x96"
    grid,        ///< columns x rows: "207x292"
    colour,      ///< "#rrggbb", "white" or "black"
    cell_colour, ///< the same, or "transparent"
    bytes,       ///< "1000000", "256M", "2G": K, M, G, T and P are powers of 1024
    bits,        ///< bits a second: "800k", "2.5M"; k is 1000, M 1000000
    rate,        ///< frames a second: "25", "29.97", "30000/1001"
    duration,    ///< a length of time: "90", "90s", "15m", "2h"
    shard,       ///< one of n equal shares: "3/8"
    file,        ///< the path of a file, or of whatever may stand in its place
    folder,      ///< the path of a folder
};

/// "cell_colour"
[[nodiscard]] TESSERA_API std::string_view name_of(OptionKind kind) noexcept;

/// What an option means to somebody who runs the command for others, such as a batch.
enum class OptionRole {
    setting, ///< decides what is made
    manner,  ///< decides how it is made and changes no output: threads, memory
    talk,    ///< decides what is said on the way: json, quiet
    reads,   ///< names what is read
    photos,  ///< names photos that are read: files, folders, globs and lists of them
    writes,  ///< names what is written
    extends, ///< names what is written, and added to where it is there already
};

/// The heading that an option stands under in help and manual.
enum class OptionGroup {
    files,      ///< what is read and written
    tile,       ///< how photos become tiles
    choice,     ///< which photos are taken
    cells,      ///< how the source is cut into cells
    match,      ///< which tile stands where
    repetition, ///< how often a photo may be seen
    colour,     ///< how tiles are tinted
    areas,      ///< which cells are filled, and how large they are
    write,      ///< how the mosaic is written
    frames,     ///< which frames are read, and as what
    tensor,     ///< numbers of tensors
    sequence,   ///< how sequences are written
    film,       ///< mosaics of films
    effect,     ///< plans in motion
    sheet,      ///< contact sheets
    library,    ///< how a library is changed
    batch,      ///< how jobs are run
    bench,      ///< what is measured
    run,        ///< how the command runs
};

/// "Which tile stands where"
[[nodiscard]] TESSERA_API std::string_view title_of(OptionGroup group) noexcept;

/// Option::most where there is no other bound than what an int holds.
inline constexpr double any_int = std::numeric_limits<int>::max();
inline constexpr double unbounded = std::numeric_limits<double>::infinity();

/// One row of the table. Texts are static.
struct Option {
    std::string_view name; ///< "tint-max"; of an argument of the command line its key, "source"
    OptionKind kind = OptionKind::flag;
    OptionGroup group = OptionGroup::run;
    std::string_view value{};     ///< stands for the value in help: "CELLS"; empty for flags
    std::string_view fallback{};  ///< the default, as a user would write it; empty: see `otherwise`
    std::string_view otherwise{}; ///< what holds where the option isn't given, in words
    std::string_view help{};      ///< one sentence

    double least = 0, most = unbounded;              ///< of numbers
    std::vector<std::string> (*choices)() = nullptr; ///< of OptionKind::choice

    OptionRole role = OptionRole::setting;
    std::string_view needs{};    ///< name of an option without which it means nothing
    std::string_view excludes{}; ///< name of an option that it can't be given with
    std::string_view unit{};     ///< of numbers: "px", "seconds"
    std::string_view page{};     ///< where the manual tells more: "command-line.md#which-photos"
    bool repeated = false;       ///< may be given several times
    bool several = false;        ///< takes all the values that follow it
    bool common = false;         ///< most people need it; --help shows it
    bool required = false;       ///< the command wants it
    bool argument = false;       ///< the command line has it by its place, not by its name
    char letter = 0;             ///< "-o" besides "--output"
    std::string_view old_name{}; ///< an earlier name, which still works
};

/// "0 to 1", "centre, entropy or attention"; empty where any value of the kind will do.
[[nodiscard]] TESSERA_API std::string range_of(const Option &option);

/// Every option that the engine has, in the order of the manual.
[[nodiscard]] TESSERA_API std::span<const Option *const> engine_options();

/// One of them by its group and name. REQUIRES: there is such a row.
[[nodiscard]] TESSERA_API const Option &engine_option(OptionGroup group, std::string_view name);

/// A value that was given for an option. The functions below read it as what it is; each wants an
/// option of that kind. Throws: Error{invalid_argument} that names the option, says what was wanted
/// and what was found, and suggests the nearest choice.
class TESSERA_API OptionValue {
  public:
    /// prefix: stands before names in messages: "--", or nothing.
    OptionValue(const Option &option, std::string text, std::string_view prefix = {})
        : option_(&option), text_(std::move(text)), prefix_(prefix) {}

    /// Reads the value as its kind wants it, and forgets what it read.
    void check() const;

    [[nodiscard]] const std::string &text() const noexcept { return text_; }
    [[nodiscard]] bool flag() const;
    [[nodiscard]] std::uint64_t whole() const;
    /// The same for an option whose range an int holds.
    [[nodiscard]] int integer() const { return static_cast<int>(whole()); }
    [[nodiscard]] double real() const;
    [[nodiscard]] std::vector<double> reals() const;
    [[nodiscard]] std::vector<std::uint64_t> wholes() const;
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] std::size_t choice() const; ///< index in Option::choices()
    [[nodiscard]] TileShape shape() const;
    [[nodiscard]] Grid grid() const;
    [[nodiscard]] Rgb colour() const;
    [[nodiscard]] std::optional<Rgb> cell_colour() const; ///< nullopt: transparent
    [[nodiscard]] std::uint64_t bytes() const;
    [[nodiscard]] std::int64_t bits() const;
    [[nodiscard]] FrameRate rate() const;
    [[nodiscard]] double duration() const; ///< seconds
    [[nodiscard]] Shard shard() const;

    /// Throws the error of a value that isn't `wanted`, a noun phrase.
    [[noreturn]] void refuse(std::string_view wanted) const;

  private:
    const Option *option_;
    std::string text_;
    std::string_view prefix_;
};

/// Options that were given, out of those that a verb or a call has. Not thread-safe while options
/// are added.
class TESSERA_API GivenOptions {
  public:
    /// offered: what may be given. prefix: stands before names in messages: "--", or nothing.
    explicit GivenOptions(std::vector<const Option *> offered, std::string_view prefix = {});

    /// Adds a value by the option's name, or by its old one. Lists grow by the values of each time;
    /// to give another option twice that isn't repeated is an error.
    /// Throws: Error{invalid_argument}, also for a name that isn't offered, with the nearest one.
    void add(std::string_view name, std::string text);
    /// "cells=207x292", "flip": as the C API has options.
    void add(std::string_view assignment);

    /// Counts an option as given where the caller has what it stands for, such as a picture in
    /// memory instead of a file. Throws: Error{invalid_argument} where it was given as well.
    void supply(std::string_view name);

    /// Checks that options don't exclude each other and have those that they need.
    /// Throws: Error{invalid_argument}.
    void check() const;

    [[nodiscard]] std::span<const Option *const> offered() const noexcept { return offered_; }
    [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }

    /// Whether it was given. A flag that was given as false counts, too.
    [[nodiscard]] bool has(std::string_view name) const;
    /// The value that was given, or the default; nothing where there is neither.
    [[nodiscard]] std::optional<OptionValue> value(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const; ///< of value(); else empty
    [[nodiscard]] bool flag(std::string_view name) const;        ///< of value(); else false
    /// All values of an option, in the order in which they were given; without the default.
    [[nodiscard]] const std::vector<std::string> &texts(std::string_view name) const;

  private:
    std::vector<const Option *> offered_;
    std::string_view prefix_;
    std::map<std::string_view, std::vector<std::string>> given_; ///< by Option::name
};

/// One of `offered` by its name or its old name; null where there is none.
[[nodiscard]] TESSERA_API const Option *find_option(std::span<const Option *const> offered,
                                                    std::string_view name) noexcept;

/// Options of the calls of the C API, which other languages have as well: "build", "source",
/// "match", "write", "save", "frames", "write_frames". Empty for other names.
[[nodiscard]] TESSERA_API std::vector<const Option *> options_of_call(std::string_view call);

} // namespace tessera
