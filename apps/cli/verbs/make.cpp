// tessera make: the whole job in one. The library is kept in a cache and used again.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/digest.hpp>
#include <tessera/error.hpp>

#include <cstdlib>
#include <filesystem>
#include <limits>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

constexpr Option photos_row =
    argument("photos", "PHOTOS", "A folder of photos, a glob, or @FILE.", OptionRole::photos);
constexpr Option source_row = argument("source", "SOURCE", "The picture to rebuild.");
constexpr Option out_row = argument(
    "out", "OUT", "The mosaic, with options of its format in brackets.", OptionRole::writes);

Options tile_options() { return options_of({OptionGroup::tile}); }

fs::path cache_folder() {
    if (const char *own = std::getenv("TESSERA_CACHE_DIR"); own && *own)
        return own;
    if (const char *users = std::getenv("XDG_CACHE_HOME"); users && *users)
        return fs::path(users) / "tessera";
    const char *home = std::getenv("HOME");
    return home && *home ? fs::path(home) / ".cache" / "tessera"
                         : fs::temp_directory_path() / "tessera-cache";
}

/// One library per folder of photos and tile options: a changed folder replaces its own.
fs::path cached_library(const GivenOptions &given) {
    fs::path photos = fs::absolute(given.text("photos")).lexically_normal();
    if (!photos.has_filename()) // "photos/" is "photos"
        photos = photos.parent_path();
    const std::string key =
        photos.string() + "\n" + text_of(given, joined({tile_options(), choice_options()}), true);
    return cache_folder() / (to_string(digest_of(key)) + ".tiles");
}

/// Brings the library up to date; one that is damaged, or of another version, is built anew.
BuildReport update(Command &command, std::span<const Photo> photos, const fs::path &library,
                   const BuildOptions &options) {
    try {
        return update_library(photos, library.string(), options, command.run());
    } catch (const Error &error) {
        if (error.code() != ErrorCode::corrupt_store && error.code() != ErrorCode::invalid_argument)
            throw;
        return build_library(photos, library.string(), options, command.run());
    }
}

TileLibrary library_for(Command &command, const GivenOptions &given, BuildSettings settings) {
    BuildOptions &build = settings.build;
    build.replace = build.prune = true;
    build.wait_seconds = std::numeric_limits<double>::infinity(); // of another make
    const auto photos =
        choose_photos(command, scan_photos(command, {given.text("photos")}, build.tile), settings);
    const fs::path path = cached_library(given);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const BuildReport report =
        build_photos(command, photos.size(), [&] { return update(command, photos, path, build); });
    command.report("library_reused", !report.written);
    if (!report.written)
        command.console.detail(fmt::format("library reused: {}", path.string()));
    return TileLibrary::open(path.string());
}

void make(Command &command, const GivenOptions &given) {
    const Target target = given.text("out");
    const BuildSettings build = build_settings(given);
    const TileShape tile = build.build.tile.shape;
    const Source source = open_source(given, given.text("source"));
    MatchOptions match = match_options(given, source, tile);
    const WriteOptions write = write_options(given, &source);
    check_output(target, form_of(match, tile), write);
    check_report(given, target.path);
    if (given.flag("dry-run"))
        return;
    const TileLibrary library = library_for(command, given, build);
    match.tiles = chosen_tiles(command, match_settings(given).where, library);
    const Mosaic mosaic = match_source(command, source, library, match);
    write_mosaic(command, mosaic, target, write);
    write_report(command, given, mosaic, &source, &match);
}

} // namespace

void add_make(CLI::App &app, Command &command) {
    add_verb(app, command,
             {.name = "make",
              .summary = "Make a mosaic of a picture from a folder of photos, in one step.",
              .examples = {"tessera make ~/Pictures me.jpg wall.png",
                           "tessera make ~/Pictures me.jpg wall.tif --across 200 --tile 64"},
              .options = joined({{&photos_row, &source_row, &out_row},
                                 tile_options(),
                                 choice_options(),
                                 match_option_rows(),
                                 options_of({OptionGroup::write}),
                                 {&report_option, &dry_run_option}}),
              .work = [&command](const GivenOptions &given) { make(command, given); }});
}

} // namespace tessera::cli
