// tessera library add: more photos, or pictures with labels.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/error.hpp>

#include <charconv>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option library_row =
    argument("lib", "LIB", "The library that gets more photos.", OptionRole::writes);
constexpr Option rows[] = {
    {.name = "label",
     .kind = OptionKind::text,
     .group = OptionGroup::library,
     .value = "LABEL",
     .otherwise = "no label",
     .help = "Label all of them by this whole number or text."},
    {.name = "any-size",
     .group = OptionGroup::library,
     .help = "Keep pictures in their own sizes, in a library that is made if there is none."},
};

/// A number if that is what it looks like: "007" is a text.
Label parse_label(const std::string &text) {
    std::int64_t number = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && stop == end && std::to_string(number) == text)
        return number;
    return text;
}

/// Pictures are kept as the library has them.
TileOptions tile_options(const std::string &library, bool any_size) {
    if (!is_store(library)) {
        if (!any_size)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("there is no library '{}'; tessera build makes one, and "
                                    "--any-size makes one here",
                                    library));
        return {.shape = any_shape};
    }
    const StoreInfo info = open_store(library)->info();
    if (any_size && info.tile != any_shape)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("library '{}' has tiles of {} x {} px; --any-size is for one of "
                                "pictures in their own sizes",
                                library, info.tile.width, info.tile.height));
    const auto tile = tile_options_of(info);
    if (!tile)
        throw Error(ErrorCode::unsupported,
                    fmt::format("library '{}' was built in a way that is not known here: {}",
                                library, info.options));
    return *tile;
}

void add(Command &command, const GivenOptions &given) {
    const std::string library = given.text("lib");
    BuildOptions build = build_settings(given).build;
    build.tile = tile_options(library, given.flag("any-size"));
    const bool updated = is_store(library);
    auto photos = photos_of(command, given, build.tile);
    if (given.has("label"))
        for (Photo &photo : photos)
            photo.label = parse_label(given.text("label"));
    const BuildReport report =
        build_photos(command, given, photos.size(), build, [&](const BuildOptions &options) {
            return update_library(photos, library, options, command.run());
        });
    report_library(command, library, report, updated);
}

} // namespace

void add_library_add(CLI::App &group, Command &command) {
    add_verb(group, command,
             {.name = "add",
              .summary = "Add photos to a library, or pictures with a label.",
              .examples = {"tessera library add photos.tiles b/",
                           "tessera library add digits.tiles b/photo.jpg --any-size --label 7"},
              .options = joined({{&library_row},
                                 photo_options(),
                                 {&rows[0], &rows[1]},
                                 pick(OptionGroup::tile, {"store"}),
                                 pick(OptionGroup::library, {"wait"})}),
              .work = [&command](const GivenOptions &given) { add(command, given); }});
}

} // namespace tessera::cli
