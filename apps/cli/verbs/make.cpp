// tessera make: the whole job in one. The library is kept in a cache and used again.

#include "cli/command.hpp"

#include <tessera/error.hpp>

#include <cstdlib>
#include <filesystem>
#include <limits>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
    std::string photos, source, output;
    TileFlags tile;
    ChoiceFlags choice;
    MatchFlags match;
    WriteFlags write;
    ReportFlags report;
};

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
fs::path cached_library(const Options &options) {
    fs::path photos = fs::absolute(options.photos).lexically_normal();
    if (!photos.has_filename()) // "photos/" is "photos"
        photos = photos.parent_path();
    const std::string key =
        fmt::format("{}\n{}\n{}", photos.string(), options.tile.key(), options.choice.key());
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

TileLibrary library_for(Command &command, const Options &options) {
    BuildOptions build_options = options.tile.build_options();
    build_options.replace = build_options.prune = true;
    build_options.wait_seconds = std::numeric_limits<double>::infinity(); // of another make
    const auto photos =
        options.choice.choose(command, scan_photos(command, {options.photos}, build_options.tile));
    const fs::path path = cached_library(options);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const BuildReport report = build_photos(
        command, photos.size(), [&] { return update(command, photos, path, build_options); });
    command.report("library_reused", !report.written);
    if (!report.written)
        command.console.detail(fmt::format("library reused: {}", path.string()));
    return TileLibrary::open(path.string());
}

void make(Command &command, const Options &options) {
    const Target target = options.output;
    options.choice.check();
    const TileShape tile = options.tile.build_options().tile.shape;
    const Source source =
        Source::open(options.source, parse_colour("--background", options.tile.background));
    MatchOptions match = options.match.match_options(source, tile);
    const WriteOptions write = options.write.write_options(command, source);
    check_output(target, form_of(match, tile), write);
    options.report.check(command, target.path);
    if (command.dry_run)
        return;
    const TileLibrary library = library_for(command, options);
    match.tiles = options.match.where.tiles(command, library);
    const Mosaic mosaic = match_source(command, source, library, match);
    write_mosaic(command, mosaic, target, write);
    options.report.write(command, mosaic, source, match);
}

} // namespace

void add_make(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *app.add_subcommand("make", "The whole job: photos and a picture to a mosaic.");
    verb.footer("Examples:\n"
                "  tessera make ~/Pictures me.jpg wall.png\n"
                "  tessera make ~/Pictures me.jpg wall.tif --across 200 --tile 64");
    verb.add_option("PHOTOS", options->photos, "a folder of photos, a glob, or @FILE")->required();
    verb.add_option("SOURCE", options->source, "the picture to be rebuilt")->required();
    verb.add_option("OUT", options->output, "the mosaic, with its format's options in brackets")
        ->required();
    options->choice.add_to(verb);
    options->tile.add_to(verb);
    options->match.add_to(verb);
    options->write.add_to(verb);
    options->report.add_to(verb);
    add_dry_run(verb, command);
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { make(command, *options); });
}

} // namespace tessera::cli
