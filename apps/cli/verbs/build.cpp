// tessera build: photos to a tile library, or a library up to date with its photos.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>

namespace tessera::cli {
namespace {

constexpr Option library_row =
    meaning(output_option, "LIB", "Make this library, or bring it up to date.");

void build(Command &command, const GivenOptions &given) {
    const std::string path = given.text("output");
    command.sharded = given.has("shard");
    const BuildSettings settings = build_settings(given, path);
    const auto photos =
        choose_photos(command, photos_of(command, given, settings.build.tile), settings);
    const BuildReport report = build_photos(
        command, given, photos.size(), settings.build, [&](const BuildOptions &options) {
            return settings.update ? update_library(photos, path, options, command.run())
                                   : build_library(photos, path, options, command.run());
        });
    report_library(command, path, report, settings.update);
}

} // namespace

void add_build(CLI::App &app, Command &command) {
    static const Option force =
        meaning(engine_option(OptionGroup::write, "force"), "",
                "Build the library from scratch, and replace what is there.");
    add_verb(app, command,
             {.name = "build",
              .summary = "Turn photos into a tile library, or bring a library up to date.",
              .examples =
                  {"tessera build ~/Pictures -o photos.tiles",
                   "tessera build ~/Pictures -o photos.tiles --prune",
                   "tessera build a/ 'b/*.jpg' @more.txt -o new.tiles --tile 64",
                   "tessera build photos/ -o photos-3.tiles --shard 3/8",
                   "find . -name '*.heic' -print0 | tessera build --files-from0 - -o heic.tiles"},
              .options = joined({{&library_row},
                                 photo_options(),
                                 choice_options(),
                                 options_of({OptionGroup::tile, OptionGroup::library}),
                                 {&force}}),
              .work = [&command](const GivenOptions &given) { build(command, given); }});
}

} // namespace tessera::cli
