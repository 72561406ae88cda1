// tessera library get: one picture as a PNG. tessera library export: all of them.

#include "cli/label.hpp"
#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>
#include <tessera/output.hpp>
#include <tessera/select.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option library_row = argument("lib", "LIB", "The library.");
constexpr Option which_row =
    argument("which", "WHICH", "The picture's id or name.", OptionRole::setting);
constexpr Option picture_row = meaning(output_option, "PNG", "Write the picture here.");
constexpr Option folder_row =
    meaning(output_option, "FOLDER", "Write the pictures into this folder, which must be new.");

TileId only_tile(const TileStore &store, const GivenOptions &given) {
    const std::string which = given.text("which");
    const auto tiles = find_named_tiles(store, which);
    if (tiles.size() != 1)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' means {} of the {} pictures in '{}'; one was wanted", which,
                                tiles.size(), store.info().tiles, given.text("lib")));
    return tiles.front();
}

void get(Command &command, const GivenOptions &given) {
    const std::string output = given.text("output");
    if (!output.ends_with(".png"))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("pictures are written as PNG: a name that ends in .png was wanted, "
                                "not '{}'",
                                output));
    const bool force = given.flag("force");
    const auto store = open_store(given.text("lib"));
    const TileId id = only_tile(*store, given);
    check_output_path(output, force);
    const Picture picture = load_picture(*store, id);
    const PictureShape &shape = picture.record.shape;
    save_png(view_of(picture), output, force);
    command.report("output", output);
    command.report("id", id);
    command.report("name", picture.record.name);
    command.report("label", json_of(picture.record.label));
    command.report("width", shape.width);
    command.report("height", shape.height);
    command.report("bands", shape.bands);
    const std::string label = text_of(picture.record.label);
    command.console.note(fmt::format("{}: {} x {} px, '{}'{}", output, shape.width, shape.height,
                                     picture.record.name, label.empty() ? "" : ", label " + label));
}

void export_all(Command &command, const GivenOptions &given) {
    const std::string output = given.text("output");
    const auto store = open_store(given.text("lib"));
    command.timed("export", [&] { export_pictures(*store, output, command.run()); });
    command.report("output", output);
    command.report("tiles", store->info().tiles);
    command.console.note(fmt::format("{}: {} pictures", output, store->info().tiles));
}

} // namespace

void add_library_get(CLI::App &group, Command &command) {
    add_verb(group, command,
             {.name = "get",
              .summary = "Write one picture of a library as a PNG.",
              .examples = {"tessera library get photos.tiles 0 -o first.png",
                           "tessera library get photos.tiles photo02.png -o tile.png"},
              .options = joined(
                  {{&library_row, &which_row, &picture_row}, pick(OptionGroup::write, {"force"})}),
              .work = [&command](const GivenOptions &given) { get(command, given); }});
}

void add_library_export(CLI::App &group, Command &command) {
    add_verb(group, command,
             {.name = "export",
              .summary = "Write all pictures of a library as PNGs, numbered by id.",
              .examples = {"tessera library export photos.tiles -o tiles"},
              .options = {&library_row, &folder_row},
              .work = [&command](const GivenOptions &given) { export_all(command, given); }});
}

} // namespace tessera::cli
