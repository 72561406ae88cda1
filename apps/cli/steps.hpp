// Steps that several verbs take.
#pragma once

#include "cli/command.hpp"
#include "cli/options/rows.hpp"

#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/options.hpp>
#include <tessera/select.hpp>
#include <tessera/sequence.hpp>
#include <tessera/settings.hpp>
#include <tessera/source.hpp>
#include <tessera/writer.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera::cli {

/// A line with a file's path, size and time; for what is no file, its name.
[[nodiscard]] std::string file_text(const std::string &path);

/// The first of these options that was given, as users write it: "--spacing"; empty for none.
[[nodiscard]] std::string first_given(const GivenOptions &given, const Options &options);
/// A text that differs where other values count for these options. defaults: default values stand
/// in it as well as those that were given.
[[nodiscard]] std::string text_of(const GivenOptions &given, const Options &options, bool defaults);

// ---- photos and libraries ----

/// Arguments and options by which photos are given.
[[nodiscard]] Options photo_options();
/// Options that leave photos out.
[[nodiscard]] Options choice_options();

/// The photos that photo_options() name.
/// Throws: Error{invalid_argument} where none were given; as scan_photos().
[[nodiscard]] std::vector<Photo> photos_of(Command &command, const GivenOptions &given,
                                           const TileOptions &tile);
/// As find_photos(), but to find none is an error that names the inputs.
[[nodiscard]] std::vector<Photo>
scan_photos(Command &command, const std::vector<std::string> &inputs, const TileOptions &options);
/// The photos that choice_options() leave, and tells of the others.
/// Throws: Error{unreadable_image} where none is left.
[[nodiscard]] std::vector<Photo> choose_photos(Command &command, std::vector<Photo> photos,
                                               const BuildSettings &settings);

/// Runs a build or an update, and reports it.
BuildReport build_photos(Command &command, std::size_t photos,
                         const std::function<BuildReport()> &work);
/// The same with options, whose skipped photos go to the file of --errors-to.
BuildReport build_photos(Command &command, const GivenOptions &given, std::size_t photos,
                         BuildOptions options,
                         const std::function<BuildReport(const BuildOptions &)> &work);
/// Says what became of a library. updated: there was one before.
void report_library(Command &command, const std::string &path, const BuildReport &report,
                    bool updated);

// ---- mosaics ----

/// Options of cutting the source and of matching.
[[nodiscard]] Options match_option_rows();

/// Chooses the library's tiles that meet the conditions; nothing where there are none.
[[nodiscard]] std::optional<std::vector<TileId>>
chosen_tiles(Command &command, const std::vector<Condition> &where, const TileLibrary &library);
/// The match that was asked for, checked against the source.
[[nodiscard]] MatchOptions match_options(const GivenOptions &given, const Source &source,
                                         TileShape tile);
/// The same with its tiles chosen, checked against the library, too.
[[nodiscard]] MatchOptions match_options(Command &command, const GivenOptions &given,
                                         const Source &source, const TileLibrary &library);
/// The form of the mosaic that a match will make.
[[nodiscard]] MosaicForm form_of(const MatchOptions &options, TileShape tile);

[[nodiscard]] Source open_source(const GivenOptions &given, const std::string &path);
[[nodiscard]] Mosaic match_source(Command &command, const Source &source,
                                  const TileLibrary &library, const MatchOptions &options);
void report_mosaic(Command &command, const Mosaic &mosaic);
void write_mosaic(Command &command, const Mosaic &mosaic, const Target &target,
                  const WriteOptions &options);

/// Makes a part, unless that very part is there. Throws: Error{parts_unfit} for another one.
void render_shard(Command &command, const Mosaic &mosaic, const Target &part, Shard shard,
                  const WriteOptions &options);
/// Refuses an output that exists, since a shard or a join that is tried again won't change that.
/// Throws: Error{parts_unfit}.
void refuse_existing(const std::string &path, bool replace);

// ---- the page of --report ----

/// Checks that the page can be written beside `output`, before any work.
/// Throws: Error{invalid_argument}; Error{write_failed}.
void check_report(const GivenOptions &given, const std::string &output);
/// Writes the page, if it was asked for. source: null where a plan was rendered.
void write_report(Command &command, const GivenOptions &given, const Mosaic &mosaic,
                  const Source *source = nullptr, const MatchOptions *match = nullptr);

// ---- sequences ----

/// Says what was written. prefix: stands before the names of a frame's measures.
void report_sequence(Command &command, const SequenceInfo &info, const SequenceReport &written,
                     const std::string &prefix = {});

} // namespace tessera::cli
