// tessera library sheet: what is in a library, as a page to look through.

#include "cli/command.hpp"
#include "cli/pages/sheet_page.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <filesystem>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr std::size_t most_shown = 100'000;

struct Options {
    std::string library, output;
    WhereFlag where;
    SheetOptions sheet;
};

void sheet(Command &command, const Options &options) {
    options.where.check();
    check_output_path(options.output, command.force);
    const TileLibrary library = TileLibrary::open(options.library);
    SheetOptions wanted = options.sheet;
    wanted.tiles = options.where.tiles(command, library);
    const Sheet sheet =
        command.timed("sheet", [&] { return contact_sheet(library, wanted, command.run()); });
    if (sheet.photos.empty())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("there are {} photos to show; --skip {} leaves none", sheet.tiles,
                                wanted.skip));
    std::filesystem::path path(options.library);
    if (!path.has_filename()) // "photos/" is "photos"
        path = path.parent_path();
    const std::string title = path.filename().string();
    save_output(options.output, html_of(SheetPage{title, library.info(), sheet, wanted.skip}),
                command.force);
    const std::uint64_t bytes = std::filesystem::file_size(options.output);
    command.report("output", options.output);
    command.report("shown", sheet.photos.size());
    command.report("tiles", sheet.tiles);
    command.report("groups", sheet.groups);
    command.report("bytes", bytes);
    const std::size_t end = wanted.skip + sheet.photos.size();
    command.console.note(fmt::format(
        "{}: {} of {} photos, {}{}", options.output, sheet.photos.size(), sheet.tiles,
        human_bytes(bytes),
        end < sheet.tiles ? fmt::format("; --skip {} shows those that follow", end) : ""));
}

} // namespace

void add_library_sheet(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("sheet", "A page of HTML with the photos of a library.");
    verb.footer("Examples:\n"
                "  tessera library sheet photos.tiles -o sheet.html\n"
                "  tessera library sheet photos.tiles -o png.html --where 'name=*.png'");
    verb.add_option("LIB", options->library, "the library")->required();
    verb.add_option("-o,--output", options->output, "the page to write")
        ->required()
        ->type_name("FILE");
    options->where.add_to(verb);
    verb.add_option("--skip", options->sheet.skip, "photos to leave out at the beginning")
        ->type_name("N");
    verb.add_option("--limit", options->sheet.most, "photos to show at most")
        ->check(CLI::Range(std::size_t{1}, most_shown))
        ->type_name("N");
    verb.add_option("--thumbnail", options->sheet.thumbnail, "px of a photo's longer side at most")
        ->check(CLI::Range(16, 512))
        ->type_name("PX");
    verb.add_flag("-f,--force", command.force, "replace an existing page");
    add_verb(verb, command, [&command, options] { sheet(command, *options); });
}

} // namespace tessera::cli
