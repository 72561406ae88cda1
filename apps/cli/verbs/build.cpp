// tessera build: photos to a tile library, or a library up to date with its photos.

#include "cli/command.hpp"

#include <tessera/error.hpp>

#include <memory>

namespace tessera::cli {
namespace {

struct Options {
    PhotoFlags photos;
    std::string output, shard;
    TileFlags tile;
    bool prune = false;
    ChoiceFlags choice;
};

void build(Command &command, Options &options) {
    command.sharded = !options.shard.empty();
    const bool update = !command.force && is_store(options.output);
    BuildOptions build_options =
        update ? options.tile.build_options(options.output) : options.tile.build_options();
    build_options.replace = command.force;
    if (command.sharded)
        build_options.shard = parse_shard("--shard", options.shard);
    options.choice.check();
    build_options.prune = options.prune;
    const auto photos =
        options.choice.choose(command, options.photos.find(command, build_options.tile));
    const BuildReport report =
        options.photos.build(command, photos, build_options, [&](const BuildOptions &complete) {
            return update ? update_library(photos, options.output, complete, command.run())
                          : build_library(photos, options.output, complete, command.run());
        });
    report_library(command, options.output, report, update);
}

} // namespace

void add_build(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *app.add_subcommand("build", "Turn photos into a tile library, or bring it up to date.");
    verb.footer("Examples:\n"
                "  tessera build ~/Pictures -o photos.tiles\n"
                "  tessera build ~/Pictures -o photos.tiles --prune\n"
                "  tessera build a/ 'b/*.jpg' @more.txt -o new.tiles --tile 64\n"
                "  tessera build photos/ -o photos-3.tiles --shard 3/8\n"
                "  find . -name '*.heic' -print0 | tessera build --files-from0 - -o heic.tiles");
    options->photos.add_to(verb);
    verb.add_option("-o,--output", options->output, "the library to make, or to bring up to date")
        ->required()
        ->type_name("LIB");
    options->choice.add_to(verb);
    options->tile.add_to(verb);
    verb.add_flag("--prune", options->prune,
                  "photos of the library that aren't among these leave it");
    verb.add_option("--shard", options->shard,
                    "take one of n shares of the photos; tessera join makes a library of the n")
        ->type_name("I/N");
    add_wait(verb, command);
    verb.add_flag("-f,--force", command.force, "build it from scratch, replacing what is there");
    add_verb(verb, command, [&command, options] { build(command, *options); });
}

} // namespace tessera::cli
