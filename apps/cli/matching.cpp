// Options of matching, and the step itself.

#include "cli/steps.hpp"

#include <tessera/error.hpp>
#include <tessera/select.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {

Options match_option_rows() {
    return joined({options_of({OptionGroup::cells}), pick(OptionGroup::choice, {"where"}),
                   options_of({OptionGroup::match, OptionGroup::repetition, OptionGroup::colour,
                               OptionGroup::areas})});
}

std::optional<std::vector<TileId>>
chosen_tiles(Command &command, const std::vector<Condition> &where, const TileLibrary &library) {
    if (where.empty())
        return std::nullopt;
    return command.timed("choose",
                         [&] { return find_tiles(library.store(), where, command.run()); });
}

MatchOptions match_options(const GivenOptions &given, const Source &source, TileShape tile) {
    MatchOptions options = tessera::match_options(match_settings(given), source.size(), tile);
    check_grid(source, options.grid, tile);
    return options;
}

MatchOptions match_options(Command &command, const GivenOptions &given, const Source &source,
                           const TileLibrary &library) {
    MatchOptions options = match_options(given, source, library.info().tile);
    options.tiles = chosen_tiles(command, match_settings(given).where, library);
    check_match(options, library.info().tiles);
    return options;
}

Source open_source(const GivenOptions &given, const std::string &path) {
    return Source::open(path, given.value("background")->colour());
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
