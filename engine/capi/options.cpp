#include "capi/options.hpp"

#include "capi/border.hpp"

namespace tessera::capi {

GivenOptions given_options(std::string_view call, const char *const *list) {
    GivenOptions given(options_of_call(call));
    for (; list && *list; ++list)
        given.add(*list);
    return given;
}

bool force_option(const char *const *list) { return given_options("save", list).flag("force"); }

Rgb background_option(const char *const *list) {
    return given_options("source", list).value("background")->colour();
}

MatchOptions match_options(const char *const *list, const Source &source,
                           const TileLibrary &library, const MatchPictures &pictures,
                           const RunOptions &run) {
    GivenOptions given = given_options("match", list);
    for (const auto &[name, picture] :
         {std::pair("mask", pictures.mask), std::pair("importance", pictures.importance)})
        if (picture)
            given.supply(name);
    const MatchSettings settings = match_settings(given);
    const StoreInfo &info = library.info();
    MatchOptions options = tessera::match_options(settings, source.size(), info.tile);
    if (pictures.mask)
        options.mask = *pictures.mask;
    if (pictures.importance)
        options.importance = *pictures.importance;
    check_grid(source, options.grid, info.tile);
    if (!settings.where.empty())
        options.tiles = find_tiles(library.store(), settings.where, run);
    check_match(options, info.tiles);
    return options;
}

} // namespace tessera::capi
