// The structs that calls take, made of options that were given.

#include "options/rows.hpp"

#include <tessera/error.hpp>
#include <tessera/tile_store.hpp>

#include <array>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace {

[[noreturn]] void refuse(const std::string &why) { throw Error(ErrorCode::invalid_argument, why); }

BuildSettings applied(const GivenOptions &given, BuildSettings settings) {
    given.check();
    apply(build_rows(), given, settings);
    if (given.has("background"))
        settings.build.tile.background = given.value("background")->colour();
    return settings;
}

/// A library keeps its kind of store.
void check_store(const GivenOptions &given, const std::string &path) {
    const std::string kind = store_kind(path), wanted = given.text("store");
    if (given.has("store") && !kind.empty() && wanted.substr(0, wanted.find('[')) != kind)
        refuse(fmt::format("tile library '{}' is of the kind {}, not {}: convert it, or build it "
                           "from scratch with {}force",
                           path, kind, wanted, given.prefix()));
}

void check_layout(const GivenOptions &given) {
    if (given.has("levels") && given.text("layout") != "quadtree")
        refuse(fmt::format("{0}levels needs {0}layout quadtree", given.prefix()));
}

/// A picture that tells of cells: what is transparent in it counts as black.
std::optional<Source> open_picture(const std::string &path) {
    return path.empty() ? std::nullopt : std::optional(Source::open(path, {0, 0, 0}));
}

/// Options that belong to some effects only.
struct OwnOption {
    std::string_view name;
    std::array<std::string_view, 2> effects;
};
constexpr std::array own_options = {
    OwnOption{"path", {"zoom", ""}},
    OwnOption{"order", {"build", "morph"}},
    OwnOption{"source", {"fade", ""}},
};

void check_effect(const GivenOptions &given, const std::string &effect, std::size_t plans) {
    for (const auto &[name, effects] : own_options)
        if (given.has(name) && effect != effects[0] && effect != effects[1])
            refuse(fmt::format("{0}{1} needs {0}effect {2}{3}", given.prefix(), name, effects[0],
                               effects[1].empty() ? "" : " or " + std::string(effects[1])));
    if (effect == "fade" && !given.has("source"))
        refuse(fmt::format("{0}effect fade needs {0}source, the picture that it begins with",
                           given.prefix()));
    const std::size_t wanted = effect == "morph" ? 2 : 1;
    if (plans != wanted)
        refuse(fmt::format("{}effect {} wants {}, not {}", given.prefix(), effect,
                           wanted == 2 ? "two plans" : "one plan", plans));
}

TensorScale scale_of(const GivenOptions &given) {
    TensorScale scale;
    apply(tensor_rows(), given, scale);
    return scale;
}

} // namespace

BuildSettings build_settings(const GivenOptions &given) {
    BuildSettings settings;
    settings.build.replace = given.flag("force");
    return applied(given, std::move(settings));
}

BuildSettings build_settings(const GivenOptions &given, const std::string &path) {
    BuildSettings settings;
    settings.build.replace = given.flag("force");
    settings.update = !settings.build.replace && is_store(path);
    if (settings.update) {
        check_store(given, path);
        if (const auto built = tile_options_of(open_store(path)->info()))
            settings.build.tile = *built;
    }
    return applied(given, std::move(settings));
}

MatchSettings match_settings(const GivenOptions &given) {
    given.check();
    check_layout(given);
    MatchSettings settings;
    apply(cell_rows(), given, settings);
    apply(match_rows(), given, settings);
    apply(area_rows(), given, settings);
    return settings;
}

MatchOptions match_options(const MatchSettings &settings, Size source, TileShape tile) {
    MatchOptions options = settings.options;
    options.grid = settings.cells    ? *settings.cells
                   : settings.across ? grid_across(*settings.across, source, tile)
                                     : grid_of_about(usual_cells, source, tile);
    static_cast<void>(mosaic_size(options.grid, tile)); // refuses absurd sizes before any work
    options.mask = open_picture(settings.mask);
    options.importance = open_picture(settings.importance);
    return options;
}

WriteOptions write_options(const GivenOptions &given, const Source *source) {
    given.check();
    WriteSettings settings;
    apply(write_rows(), given, settings);
    settings.options.replace = given.flag("force");
    settings.options.sync = given.flag("sync");
    if (settings.blend != 0 && !source)
        refuse(fmt::format("{}blend needs the source", given.prefix()));
    if (settings.blend != 0)
        settings.options.overlay = Overlay{*source, settings.blend};
    return settings.options;
}

FrameOptions frame_options(const GivenOptions &given) {
    given.check();
    FrameOptions options;
    apply(frame_rows(), given, options);
    if (const auto rate = given.value("fps"))
        options.rate = rate->rate();
    if (const auto background = given.value("background"))
        options.background = background->colour();
    options.scale = scale_of(given);
    return options;
}

SequenceOptions sequence_options(const GivenOptions &given) {
    given.check();
    SequenceOptions options;
    apply(sequence_rows(), given, options);
    options.scale = scale_of(given);
    options.replace = given.flag("force");
    options.sync = given.flag("sync");
    return options;
}

SheetOptions sheet_options(const GivenOptions &given) {
    given.check();
    SheetOptions options;
    apply(sheet_rows(), given, options);
    return options;
}

EffectSettings effect_settings(const GivenOptions &given, std::size_t plans) {
    given.check();
    EffectSettings settings;
    apply(effect_rows(), given, settings);
    check_effect(given, settings.effect, plans);
    if (const auto rate = given.value("fps"))
        settings.animation.rate = rate->rate();
    if (!given.has("duration") && !settings.path.empty() && settings.path.back().seconds)
        settings.animation.seconds = *settings.path.back().seconds;
    return settings;
}

void apply_film_options(const GivenOptions &given, FilmOptions &film) {
    apply(film_rows(), given, film);
}

} // namespace tessera
