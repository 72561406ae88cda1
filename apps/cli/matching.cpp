// Options of matching, and the step itself.

#include "cli/command.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr std::uint64_t usual_cells = 10'000;

/// Sizes of cells.
int levels_of(const std::string &layout, std::optional<int> levels) {
    if (parse_layout("--layout", layout))
        return levels.value_or(3);
    if (levels)
        throw Error(ErrorCode::invalid_argument, "--levels is for --layout quadtree");
    return 1;
}

} // namespace

void GridOptions::add_to(CLI::App &verb) {
    auto *cells_option =
        verb.add_option("--cells", cells, "the grid, columns x rows")->type_name("COLUMNSxROWS");
    verb.add_option("--across", across, "columns; rows to fit the source")
        ->type_name("COLUMNS")
        ->excludes(cells_option);
}

Grid GridOptions::grid_for(Size source, TileShape tile) const {
    const Grid grid = !cells.empty() ? parse_grid("--cells", cells)
                      : across       ? grid_across(*across, source, tile)
                                     : grid_of_about(usual_cells, source, tile);
    static_cast<void>(mosaic_size(grid, tile)); // refuses what is absurd, before any work
    return grid;
}

void MatchFlags::add_to(CLI::App &verb) {
    grid.add_to(verb);
    const std::size_t before = verb.get_options().size();
    RepetitionRules &rules = options.rules;
    where.add_to(verb);
    verb.add_option("--descriptor", options.descriptor,
                    fmt::format("what is compared: {}", fmt::join(descriptor_names(), ", ")))
        ->type_name("NAME");
    verb.add_option("--detail", options.detail, "details against colours, 0 to 1")->type_name("N");
    verb.add_flag("--flip", options.flip, "tiles may be mirrored");
    verb.add_flag("--rotate", options.rotate, "tiles may be turned");
    verb.add_option("--spacing", rules.spacing, "cells that copies of a photo are apart, and more")
        ->type_name("CELLS");
    verb.add_option("--spacing-metric", metric, "how that is measured: chebyshev or euclid")
        ->type_name("NAME");
    verb.add_option("--max-use", rules.max_use, "cells that a photo may stand in")->type_name("N");
    verb.add_option("--min-use", rules.min_use, "cells that each photo must stand in")
        ->type_name("N");
    verb.add_flag("--use-all", use_all, "the same as --min-use 1");
    verb.add_option("--variety", rules.variety, "how much copies shun each other, 0 to 1")
        ->type_name("N");
    verb.add_option("--duplicates", duplicates, "photos that look the same count as: each or one")
        ->type_name("HOW");
    verb.add_flag("--relax", rules.relax, "rules that can't be met give way");
    verb.add_option("--diffuse", options.diffuse, "errors of colour made up for nearby, 0 to 1")
        ->type_name("N");
    verb.add_option("--effort", options.effort, "times that all cells are gone through anew")
        ->type_name("N");
    verb.add_option("--seed", options.seed, "of the order of cells alike in detail")
        ->type_name("N");
    verb.add_option("--tint", options.tint.strength, "tiles are tinted towards their cells, 0 to 1")
        ->type_name("N");
    verb.add_option("--tint-max", options.tint.most, "the most that a tile is tinted, CIEDE2000")
        ->type_name("DE");
    verb.add_option("--tint-levels", options.tint.levels, "levels of tint from black to white")
        ->type_name("N");
    auto *mask_option =
        verb.add_option("--mask", mask, "a picture, white where cells are to be filled")
            ->type_name("FILE");
    verb.add_option("--empty", empty, "the other cells: #rrggbb, white, black or transparent")
        ->type_name("COLOUR")
        ->needs(mask_option);
    verb.add_option("--importance", importance, "a picture, white where rules weigh on cells least")
        ->type_name("FILE");
    verb.add_option("--layout", layout, "cells: grid, or quadtree, larger where the source is flat")
        ->type_name("NAME");
    verb.add_option("--levels", levels, "sizes of a quadtree's cells, 1 to 3")->type_name("N");
    verb.add_option("--flat", options.flat, "deviation of colour in larger cells, CIELAB")
        ->type_name("DE");
    const auto all = verb.get_options();
    added_.assign(all.begin() + static_cast<std::ptrdiff_t>(before), all.end());
}

bool MatchFlags::given(const std::string &besides) const {
    return grid.given() || std::ranges::any_of(added_, [&](const CLI::Option *option) {
               return option->count() > 0 && option->get_name() != besides;
           });
}

std::string MatchFlags::text() const {
    std::string text;
    for (const CLI::Option *option : added_)
        if (option->count() > 0)
            text += fmt::format("{}={}\n", option->get_name(), fmt::join(option->results(), " "));
    for (const std::string &file : {mask, importance})
        if (!file.empty())
            text += file_text(file);
    return text;
}

MatchOptions MatchFlags::match_options(Size source, TileShape tile) const {
    MatchOptions result = options;
    where.check();
    result.grid = grid.grid_for(source, tile);
    if (!options.descriptor.empty())
        static_cast<void>(make_descriptor(options.descriptor));
    result.rules.metric = parse_metric("--spacing-metric", metric);
    result.rules.duplicates_as_one = parse_duplicates("--duplicates", duplicates);
    if (use_all)
        result.rules.min_use = std::max(result.rules.min_use, 1U);
    result.empty = parse_empty("--empty", empty);
    if (!mask.empty()) // what is transparent in it counts as black
        result.mask = Source::open(mask, {0, 0, 0});
    if (!importance.empty())
        result.importance = Source::open(importance, {0, 0, 0});
    result.levels = levels_of(layout, levels);
    return result;
}

MatchOptions MatchFlags::match_options(const Source &source, TileShape tile) const {
    MatchOptions result = match_options(source.size(), tile);
    check_grid(source, result.grid, tile);
    return result;
}

MatchOptions MatchFlags::match_options(Command &command, const Source &source,
                                       const TileLibrary &library) const {
    MatchOptions result = match_options(source, library.info().tile);
    result.tiles = where.tiles(command, library);
    check_match(result, library.info().tiles);
    return result;
}

MosaicForm form_of(const MatchOptions &options, TileShape tile) {
    return {options.grid, tile, options.mask && !options.empty};
}

Mosaic match_source(Command &command, const Source &source, const TileLibrary &library,
                    const MatchOptions &options) {
    MatchReport report;
    Mosaic mosaic = command.timed(
        "match", [&] { return match(source, library, options, command.run(), &report); });
    for (const std::string &relaxed : report.relaxed)
        command.console.warn(relaxed);
    command.report(
        "match",
        nlohmann::json{
            {"descriptor", mosaic.origin().descriptor},
            {"tiles", options.tiles ? options.tiles->size() : std::size_t{library.info().tiles}},
            {"cost", report.cost},
            {"nearest_cost", report.nearest_cost},
            {"gap", report.gap},
            {"moves", report.moves},
            {"relaxed", report.relaxed},
            {"tinted_cells", report.tinted},
            {"large_cells", {{"2", report.large_cells[0]}, {"4", report.large_cells[1]}}}});
    return mosaic;
}

} // namespace tessera::cli
