// tessera library get: one picture as a PNG. tessera library export: all of them.

#include "cli/command.hpp"
#include "cli/label.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>
#include <tessera/output.hpp>
#include <tessera/select.hpp>

#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string library, which, output;
};

TileId only_tile(const TileStore &store, const Options &options) {
    const auto tiles = find_named_tiles(store, options.which);
    if (tiles.size() != 1)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' means {} of the {} pictures in '{}'; one was wanted",
                                options.which, tiles.size(), store.info().tiles, options.library));
    return tiles.front();
}

void get(Command &command, const Options &options) {
    if (!options.output.ends_with(".png"))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("pictures are written as PNG: a name that ends in .png was wanted, "
                                "not '{}'",
                                options.output));
    const auto store = open_store(options.library);
    const TileId id = only_tile(*store, options);
    check_output_path(options.output, command.force);
    const Picture picture = load_picture(*store, id);
    const PictureShape &shape = picture.record.shape;
    save_png(view_of(picture), options.output, command.force);
    command.report("output", options.output);
    command.report("id", id);
    command.report("name", picture.record.name);
    command.report("label", json_of(picture.record.label));
    command.report("width", shape.width);
    command.report("height", shape.height);
    command.report("bands", shape.bands);
    const std::string label = text_of(picture.record.label);
    command.console.note(fmt::format("{}: {} x {} px, '{}'{}", options.output, shape.width,
                                     shape.height, picture.record.name,
                                     label.empty() ? "" : ", label " + label));
}

void export_all(Command &command, const Options &options) {
    const auto store = open_store(options.library);
    command.timed("export", [&] { export_pictures(*store, options.output, command.run()); });
    command.report("output", options.output);
    command.report("tiles", store->info().tiles);
    command.console.note(fmt::format("{}: {} pictures", options.output, store->info().tiles));
}

} // namespace

void add_library_get(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("get", "Write one picture as a PNG.");
    verb.footer("Examples:\n"
                "  tessera library get photos.tiles 0 -o first.png\n"
                "  tessera library get photos.tiles photo02.png -o tile.png");
    verb.add_option("LIB", options->library, "the library")->required();
    verb.add_option("WHICH", options->which, "an id or a name")->required();
    verb.add_option("-o,--output", options->output, "the picture to write")
        ->required()
        ->type_name("PNG");
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { get(command, *options); });
}

void add_library_export(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("export", "Write all pictures as PNGs, numbered by id.");
    verb.footer("Examples:\n"
                "  tessera library export photos.tiles -o tiles");
    verb.add_option("LIB", options->library, "the library")->required();
    verb.add_option("-o,--output", options->output, "a folder that isn't there yet")
        ->required()
        ->type_name("DIR");
    add_verb(verb, command, [&command, options] { export_all(command, *options); });
}

} // namespace tessera::cli
