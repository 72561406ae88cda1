// tessera library sheet: what is in a library, as a page to look through.

#include "cli/pages/sheet_page.hpp"
#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option library_row = argument("lib", "LIB", "The library to show.");
constexpr Option output_row = meaning(output_option, "FILE", "Write the page here.");

void sheet(Command &command, const GivenOptions &given) {
    const std::string output = given.text("output"), from = given.text("lib");
    const bool force = given.flag("force");
    const MatchSettings settings = match_settings(given);
    check_output_path(output, force);
    const TileLibrary library = TileLibrary::open(from);
    SheetOptions wanted = sheet_options(given);
    wanted.tiles = chosen_tiles(command, settings.where, library);
    const Sheet sheet =
        command.timed("sheet", [&] { return contact_sheet(library, wanted, command.run()); });
    if (sheet.photos.empty())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("there are {} photos to show; --skip {} leaves none", sheet.tiles,
                                wanted.skip));
    std::filesystem::path path(from);
    if (!path.has_filename()) // "photos/" is "photos"
        path = path.parent_path();
    const std::string title = path.filename().string();
    save_output(output, html_of(SheetPage{title, library.info(), sheet, wanted.skip}), force);
    const std::uint64_t bytes = std::filesystem::file_size(output);
    command.report("output", output);
    command.report("shown", sheet.photos.size());
    command.report("tiles", sheet.tiles);
    command.report("groups", sheet.groups);
    command.report("bytes", bytes);
    const std::size_t end = wanted.skip + sheet.photos.size();
    command.console.note(fmt::format(
        "{}: {} of {} photos, {}{}", output, sheet.photos.size(), sheet.tiles, human_bytes(bytes),
        end < sheet.tiles ? fmt::format("; --skip {} shows those that follow", end) : ""));
}

} // namespace

void add_library_sheet(CLI::App &group, Command &command) {
    add_verb(group, command,
             {.name = "sheet",
              .summary = "Write a page of HTML with the photos of a library.",
              .examples = {"tessera library sheet photos.tiles -o sheet.html",
                           "tessera library sheet photos.tiles -o png.html --where 'name=*.png'"},
              .options = joined({{&library_row, &output_row},
                                 pick(OptionGroup::choice, {"where"}),
                                 options_of({OptionGroup::sheet}),
                                 pick(OptionGroup::write, {"force"})}),
              .work = [&command](const GivenOptions &given) { sheet(command, given); }});
}

} // namespace tessera::cli
