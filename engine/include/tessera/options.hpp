// The one table of options. The command line, the C API, Python, batches and the manual are all
// made from it. docs/adding-an-option.md shows how to add an option.
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

/// The kind of an option's value. It decides how the value is written.
enum class OptionKind {
    flag,        ///< no value: given or not; as text "true" or "false"
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
    cell_colour, ///< a colour as above, or "transparent"
    bytes,       ///< "1000000", "256M", "2G": K, M, G, T and P are powers of 1024
    bits,        ///< bits a second: "800k", "2.5M"; k is 1000, M 1000000
    rate,        ///< frames a second: "25", "29.97", "30000/1001"
    duration,    ///< a length of time: "90", "90s", "15m", "2h"
    shard,       ///< one of n equal shares: "3/8"
    file,        ///< the path of a file, or of anything that may be given in its place
    folder,      ///< the path of a folder
};

/// Returns the name of a kind: "cell_colour".
[[nodiscard]] TESSERA_API std::string_view name_of(OptionKind kind) noexcept;

/// The meaning of an option for a program that runs the command for others, such as a batch.
enum class OptionRole {
    setting, ///< decides what is made
    manner,  ///< decides how it is made, without changing the output: threads, memory
    talk,    ///< decides what is reported on the way: json, quiet
    reads,   ///< names an input
    photos,  ///< names input photos: files, folders, globs and lists of them
    writes,  ///< names an output
    extends, ///< names an output that is added to if it exists
};

/// The heading under which help and manual list an option.
enum class OptionGroup {
    files,      ///< inputs and outputs
    tile,       ///< how photos become tiles
    choice,     ///< which photos are used
    cells,      ///< how the source is cut into cells
    match,      ///< which tile stands where
    repetition, ///< how often a photo may be seen
    colour,     ///< how tiles are tinted
    areas,      ///< which cells are filled, and how large they are
    write,      ///< how the mosaic is written
    frames,     ///< which frames are read, and how
    tensor,     ///< how numbers of tensors are scaled
    sequence,   ///< how sequences are written
    film,       ///< mosaics of films
    effect,     ///< plans in motion
    sheet,      ///< contact sheets
    library,    ///< how a library is changed
    batch,      ///< how jobs are run
    bench,      ///< what is measured
    run,        ///< how the command runs
};

/// Returns the heading of a group: "Which tile stands where".
[[nodiscard]] TESSERA_API std::string_view title_of(OptionGroup group) noexcept;

/// Bounds of numbers: the largest int, and no bound at all.
inline constexpr double any_int = std::numeric_limits<int>::max();
inline constexpr double unbounded = std::numeric_limits<double>::infinity();

/// One row of the table. All texts are static.
struct Option {
    std::string_view name; ///< "tint-max"; for an argument of the command line its key: "source"
    OptionKind kind = OptionKind::flag;
    OptionGroup group = OptionGroup::run;
    std::string_view value{};     ///< placeholder of the value in help: "CELLS"; empty for flags
    std::string_view fallback{};  ///< the default, as a user would write it; empty: see `otherwise`
    std::string_view otherwise{}; ///< what happens if the option isn't given, in words
    std::string_view help{};      ///< one sentence of help

    double least = 0, most = unbounded;              ///< range of numbers, bounds included
    std::vector<std::string> (*choices)() = nullptr; ///< returns the values of a choice

    OptionRole role = OptionRole::setting;
    std::string_view needs{};    ///< name of an option that must be given as well
    std::string_view excludes{}; ///< name of an option that must not be given as well
    std::string_view unit{};     ///< unit of a number: "px", "seconds"
    std::string_view page{};     ///< where the manual says more: "command-line.md#which-photos"
    bool repeated = false;       ///< may be given several times
    bool several = false;        ///< takes all values that follow it
    bool common = false;         ///< needed by most people, so --help shows it
    bool required = false;       ///< the command needs it
    bool argument = false;       ///< given on the command line by its place, not by its name
    char letter = 0;             ///< short name: 'o' for "-o"; 0: none
    std::string_view old_name{}; ///< an earlier name that still works
};

/// Returns the values that an option takes, in words: "0 to 1", "centre, entropy or attention".
/// Empty if any value of the kind is allowed.
[[nodiscard]] TESSERA_API std::string range_of(const Option &option);

/// Returns all options of the engine in the order of the manual. Thread-safe.
[[nodiscard]] TESSERA_API std::span<const Option *const> engine_options();

/// Returns one option of the engine by its group and name. REQUIRES: there is such a row.
[[nodiscard]] TESSERA_API const Option &engine_option(OptionGroup group, std::string_view name);

/// A value that was given for an option, with a parser for each kind. Each function below reads the
/// value as its kind.
/// REQUIRES: the option has the kind of the function that is called.
/// Throws: Error{invalid_argument} that names the option, says what was wanted and what was found,
/// and for a choice suggests the nearest one.
class TESSERA_API OptionValue {
  public:
    /// prefix: stands before option names in messages: "--" or nothing. The option and the prefix
    /// must outlive this object.
    OptionValue(const Option &option, std::string text, std::string_view prefix = {})
        : option_(&option), text_(std::move(text)), prefix_(prefix) {}

    /// Checks that the value can be read as its kind. Throws as reading it does.
    void check() const;

    /// Returns the value as it was given.
    [[nodiscard]] const std::string &text() const noexcept { return text_; }
    [[nodiscard]] bool flag() const;
    [[nodiscard]] std::uint64_t whole() const;
    /// Returns the same as whole(). REQUIRES: the option's range fits into an int.
    [[nodiscard]] int integer() const { return static_cast<int>(whole()); }
    [[nodiscard]] double real() const;
    [[nodiscard]] std::vector<double> reals() const;
    [[nodiscard]] std::vector<std::uint64_t> wholes() const;
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] std::size_t choice() const; ///< an index into Option::choices()
    [[nodiscard]] TileShape shape() const;
    [[nodiscard]] Grid grid() const;
    [[nodiscard]] Rgb colour() const;
    [[nodiscard]] std::optional<Rgb> cell_colour() const; ///< nullopt: transparent
    [[nodiscard]] std::uint64_t bytes() const;            ///< a number of bytes
    [[nodiscard]] std::int64_t bits() const;              ///< bits a second
    [[nodiscard]] FrameRate rate() const;
    [[nodiscard]] double duration() const; ///< seconds
    [[nodiscard]] Shard shard() const;

    /// Throws the error of an unsuitable value.
    /// wanted: a noun phrase that says what is allowed, such as "a whole number".
    [[noreturn]] void refuse(std::string_view wanted) const;

  private:
    const Option *option_;
    std::string text_;
    std::string_view prefix_;
};

/// The options that were given to a verb or a call. Not thread-safe while options are added.
class TESSERA_API GivenOptions {
  public:
    /// offered: the options that may be given. prefix: stands before option names in messages: "--"
    /// or nothing. Both must stay valid as long as this object.
    explicit GivenOptions(std::vector<const Option *> offered, std::string_view prefix = {});

    /// Adds a value by the option's name or its old name. A list that is given again grows by the
    /// new values.
    /// Throws: Error{invalid_argument} for an unsuitable value, for a second value of an option
    /// that isn't repeated, and for an unknown name, with the nearest name as a suggestion.
    void add(std::string_view name, std::string text);
    /// Adds an option as the C API writes it: "cells=207x292" or "flip". Throws: as above.
    void add(std::string_view assignment);

    /// Marks an option as given because the caller supplies its value in another way, such as a
    /// picture in memory instead of a file. REQUIRES: the option is offered.
    /// Throws: Error{invalid_argument} if the option was given as well.
    void supply(std::string_view name);

    /// Checks that no given options exclude each other, and that each has the option it needs.
    /// Throws: Error{invalid_argument}.
    void check() const;

    /// Returns the options that may be given.
    [[nodiscard]] std::span<const Option *const> offered() const noexcept { return offered_; }
    [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }

    /// Returns true if the option was given. A flag that was given as "false" counts, too.
    [[nodiscard]] bool has(std::string_view name) const;
    /// Returns the first value that was given, or else the default; nullopt if there is neither.
    [[nodiscard]] std::optional<OptionValue> value(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const; ///< of value(), or else empty
    [[nodiscard]] bool flag(std::string_view name) const;        ///< of value(), or else false
    /// Returns all values that were given, in the order in which they were given. The default isn't
    /// included.
    [[nodiscard]] const std::vector<std::string> &texts(std::string_view name) const;

  private:
    std::vector<const Option *> offered_;
    std::string_view prefix_;
    std::map<std::string_view, std::vector<std::string>> given_; ///< by Option::name
};

/// Returns the option of that name or old name among `offered`; null if there is none.
[[nodiscard]] TESSERA_API const Option *find_option(std::span<const Option *const> offered,
                                                    std::string_view name) noexcept;

/// Returns the options of a call of the C API: "build", "source", "match", "write", "save",
/// "frames" or "write_frames". Other languages use the same. Empty for other names. Thread-safe.
[[nodiscard]] TESSERA_API std::vector<const Option *> options_of_call(std::string_view call);

} // namespace tessera
