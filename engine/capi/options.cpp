#include "capi/options.hpp"

#include "capi/border.hpp"

#include <tessera/select.hpp>
#include <tessera/tile_store.hpp>
#include <tessera/values.hpp>

#include <limits>
#include <spdlog/fmt/fmt.h>

namespace tessera::capi {
namespace {

constexpr std::uint64_t usual_cells = 10'000;
constexpr auto most_int = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
constexpr std::uint64_t most_seed = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t most_uses = std::numeric_limits<std::uint32_t>::max();

void set_int(TextOptions &options, const std::string &name, int &value) {
    if (const auto given = options.whole(name, most_int))
        value = static_cast<int>(*given);
}

void set_uses(TextOptions &options, const std::string &name, std::uint32_t &value) {
    if (const auto given = options.whole(name, most_uses))
        value = static_cast<std::uint32_t>(*given);
}

Grid grid_of(TextOptions &options, Size source, TileShape tile) {
    const auto cells = options.text("cells");
    const auto across = options.whole("across", most_int);
    if (cells && across)
        refuse("cells and across exclude each other");
    return cells    ? parse_grid("cells", *cells)
           : across ? grid_across(static_cast<int>(*across), source, tile)
                    : grid_of_about(usual_cells, source, tile);
}

void set_rules(TextOptions &options, RepetitionRules &rules) {
    set_int(options, "spacing", rules.spacing);
    if (const auto metric = options.text("spacing-metric"))
        rules.metric = parse_metric("spacing-metric", *metric);
    set_uses(options, "max-use", rules.max_use);
    set_uses(options, "min-use", rules.min_use);
    if (options.flag("use-all"))
        rules.min_use = std::max(rules.min_use, 1U);
    rules.variety = options.number("variety").value_or(rules.variety);
    if (const auto duplicates = options.text("duplicates"))
        rules.duplicates_as_one = parse_duplicates("duplicates", *duplicates);
    rules.relax = options.flag("relax");
}

void set_tint(TextOptions &options, TintOptions &tint) {
    tint.strength = options.number("tint").value_or(tint.strength);
    tint.most = options.number("tint-max").value_or(tint.most);
    set_int(options, "tint-levels", tint.levels);
}

void set_layout(TextOptions &options, MatchOptions &result) {
    const auto layout = options.text("layout");
    const auto levels = options.whole("levels", most_int);
    const bool quadtree = layout && parse_layout("layout", *layout);
    if (levels && !quadtree)
        refuse("levels is for layout=quadtree");
    if (quadtree)
        result.levels = static_cast<int>(levels.value_or(3));
    result.flat = options.number("flat").value_or(result.flat);
}

void set_variations(TextOptions &options, TileOptions &tile) {
    const auto augment = options.text("augment");
    const auto count = options.whole("augment-count", most_int);
    const auto seed = options.whole("augment-seed", most_seed);
    if (augment) {
        tile.augment = parse_augmentations(*augment);
        tile.copies = static_cast<int>(count.value_or(1));
        tile.seed = seed.value_or(0);
    } else if (count || seed)
        refuse("augment-count and augment-seed need augment");
}

void set_tile(TextOptions &options, TileOptions &tile) {
    if (const auto shape = options.text("tile"))
        tile.shape = parse_shape("tile", *shape);
    if (const auto crop = options.text("crop"))
        tile.crop = parse_crop("crop", *crop);
    if (const auto background = options.text("background"))
        tile.background = parse_colour("background", *background);
    tile.embedded = options.flag("embedded", tile.embedded);
    set_int(options, "crops", tile.crops);
    set_int(options, "every", tile.every);
    set_variations(options, tile);
}

void set_store(TextOptions &options, BuildWish &wish, const std::string &path) {
    const auto store = options.text("store");
    const std::string kind = wish.update ? store_kind(path) : "";
    // Without its options: "hdf5[deflate=4]".
    if (store && !kind.empty() && store->substr(0, store->find('[')) != kind)
        refuse(fmt::format("tile library '{}' is of the kind {}, not {}; with force it is built "
                           "from scratch",
                           path, kind, *store));
    wish.build.store = store.value_or(wish.build.store);
}

/// The library's tiles that meet the conditions; nothing where there are none.
std::optional<std::vector<TileId>> chosen_tiles(const std::vector<std::string> &conditions,
                                                const TileLibrary &library, const RunOptions &run) {
    if (conditions.empty())
        return std::nullopt;
    std::vector<Condition> parsed;
    for (const std::string &text : conditions)
        parsed.push_back(parse_condition(text));
    return find_tiles(library.store(), parsed, run);
}

/// A picture of an option: a file, or one that the host has.
std::optional<Source> picture_of(TextOptions &options, const std::string &name,
                                 const Source *picture) {
    const auto path = options.text(name);
    if (path && picture)
        refuse("the " + name + " was given twice: as a file and as a source");
    if (path) // what is transparent in it counts as black
        return Source::open(*path, {0, 0, 0});
    return picture ? std::optional(*picture) : std::nullopt;
}

} // namespace

BuildWish build_wish(const char *const *list, const std::string &path) {
    TextOptions options(list);
    BuildWish wish;
    wish.build.replace = options.flag("force");
    wish.update = !wish.build.replace && is_store(path);
    if (wish.update)
        if (const auto built = tile_options_of(open_store(path)->info()))
            wish.build.tile = *built;
    set_tile(options, wish.build.tile);
    set_store(options, wish, path);
    if (const auto on_error = options.text("on-error"))
        wish.build.on_error = parse_on_error("on-error", *on_error);
    wish.build.prune = options.flag("prune");
    wish.build.wait_seconds = options.number("wait").value_or(0);
    wish.exclude = options.texts("exclude");
    if (const auto least = options.text("min-size")) {
        const TileShape shape = parse_shape("min-size", *least);
        wish.least = {shape.width, shape.height};
    }
    options.finish();
    return wish;
}

Rgb background_option(const char *const *list) {
    TextOptions options(list);
    const auto background = options.text("background");
    options.finish();
    return background ? parse_colour("background", *background) : Rgb{};
}

bool force_option(const char *const *list) {
    TextOptions options(list);
    const bool force = options.flag("force");
    options.finish();
    return force;
}

MatchOptions match_options(const char *const *list, const Source &source,
                           const TileLibrary &library, const MatchPictures &pictures,
                           const RunOptions &run) {
    TextOptions options(list);
    MatchOptions result;
    const StoreInfo &info = library.info();
    result.grid = grid_of(options, source.size(), info.tile);
    result.descriptor = options.text("descriptor").value_or("");
    result.detail = options.number("detail").value_or(result.detail);
    result.flip = options.flag("flip");
    result.rotate = options.flag("rotate");
    set_rules(options, result.rules);
    result.diffuse = options.number("diffuse").value_or(result.diffuse);
    set_int(options, "effort", result.effort);
    result.seed = options.whole("seed", most_seed).value_or(result.seed);
    set_tint(options, result.tint);
    set_layout(options, result);
    result.mask = picture_of(options, "mask", pictures.mask);
    if (const auto empty = options.text("empty")) {
        if (!result.mask)
            refuse("empty needs a mask");
        result.empty = parse_empty("empty", *empty);
    }
    result.importance = picture_of(options, "importance", pictures.importance);
    const auto conditions = options.texts("where");
    options.finish();
    check_grid(source, result.grid, info.tile);
    result.tiles = chosen_tiles(conditions, library, run);
    check_match(result, info.tiles);
    return result;
}

WriteOptions write_options(const char *const *list, const Source *source) {
    TextOptions options(list);
    WriteOptions result;
    result.dpi = options.number("dpi").value_or(result.dpi);
    check_dpi("dpi", result.dpi);
    result.writer = options.text("writer").value_or(result.writer);
    if (const auto memory = options.text("memory"))
        result.memory = parse_bytes("memory", *memory);
    result.sync = options.flag("sync");
    result.replace = options.flag("force");
    const double blend = options.number("blend").value_or(0);
    options.finish();
    if (blend != 0 && !source)
        refuse("blend needs the source");
    if (blend != 0)
        result.overlay = Overlay{*source, blend};
    return result;
}

} // namespace tessera::capi
