#include "match/checks.hpp"

#include "match/arrange/rules.hpp"
#include "match/tint.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

void check_ranges(const MatchOptions &options) {
    const auto check = [](const char *what, double found) {
        if (!(found >= 0 && found <= 1))
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("{} is 0 to 1, not {}", what, found));
    };
    check("the weight of details", options.detail);
    check("the part of errors that is carried on", options.diffuse);
    if (options.effort < 0)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("effort is 0 or more, not {}", options.effort));
    if (options.levels < 1 || options.levels > 3)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("cells have 1 to 3 sizes, not {}", options.levels));
    if (!(options.flat >= 0 && options.flat <= 100))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("how flat large cells are is 0 to 100, not {}", options.flat));
    check_tint(options.tint);
    if ((has_rules(options) || options.levels > 1) &&
        options.grid.cells() > std::numeric_limits<std::int32_t>::max())
        throw Error(
            ErrorCode::unsupported,
            fmt::format("rules and large cells are for grids of up to {} cells; {} x {} are more",
                        std::numeric_limits<std::int32_t>::max(), options.grid.columns,
                        options.grid.rows));
}

} // namespace

bool has_rules(const MatchOptions &options) {
    const RepetitionRules &rules = options.rules;
    return rules.spacing > 0 || rules.max_use > 0 || rules.min_use > 0 || rules.variety > 0 ||
           options.diffuse > 0;
}

void check_grid(const std::string &name, Size size, Grid grid, TileShape tile) {
    const Rect area = central_crop(size, grid, tile);
    if (area.width < grid.columns || area.height < grid.rows)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a grid of {} x {} cells needs at least as many px; '{}' has {} x "
                                "{}, of which {} x {} have the mosaic's shape",
                                grid.columns, grid.rows, name, size.width, size.height, area.width,
                                area.height));
}

void check_tiles(const MatchOptions &options, std::uint32_t tiles) {
    if (!options.tiles)
        return;
    const std::vector<TileId> &ids = *options.tiles;
    if (ids.empty() || ids.back() >= tiles ||
        std::ranges::adjacent_find(ids, std::greater_equal()) != ids.end())
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("the tiles to choose from are to be ids below {}, ascending, one at "
                        "least; {} were given, the last of them {}",
                        tiles, ids.size(), ids.empty() ? 0 : ids.back()));
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

void check_grid(const Source &source, Grid grid, TileShape tile) {
    check_grid(source.path(), source.size(), grid, tile);
}

void check_match(const MatchOptions &options, std::uint32_t tiles) {
    check_ranges(options);
    check_rules(options.rules);
    const auto photos = options.tiles ? options.tiles->size() : std::size_t{tiles};
    if (!options.mask && options.levels == 1) // else the cells that are filled have to be known
        static_cast<void>(settle_rules(options.rules, options.grid, photos));
}

} // namespace tessera
