// tessera library add: more photos, or pictures with labels.

#include "cli/command.hpp"

#include <tessera/error.hpp>

#include <charconv>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string library, label, store = "lmdb";
    PhotoFlags photos;
    bool any_size = false;
    const CLI::Option *label_given = nullptr;
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
BuildOptions options_for(const Options &options) {
    BuildOptions result;
    result.store = options.store;
    if (!is_store(options.library)) {
        if (!options.any_size)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("there is no library '{}'; build makes one, or --any-size here",
                                    options.library));
        result.tile.shape = any_shape;
        return result;
    }
    const StoreInfo info = open_store(options.library)->info();
    if (options.any_size && info.tile != any_shape)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("library '{}' has tiles of {} x {} px; --any-size is for one of "
                                "pictures in their own sizes",
                                options.library, info.tile.width, info.tile.height));
    const auto tile = tile_options_of(info);
    if (!tile)
        throw Error(ErrorCode::unsupported,
                    fmt::format("library '{}' was built in a way that is not known here: {}",
                                options.library, info.options));
    result.tile = *tile;
    return result;
}

void add(Command &command, Options &options) {
    const BuildOptions build_options = options_for(options);
    const bool updated = is_store(options.library);
    auto photos = options.photos.find(command, build_options.tile);
    if (options.label_given->count() > 0)
        for (Photo &photo : photos)
            photo.label = parse_label(options.label);
    const BuildReport report =
        options.photos.build(command, photos, build_options, [&](const BuildOptions &complete) {
            return update_library(photos, options.library, complete, command.run());
        });
    report_library(command, options.library, report, updated);
}

} // namespace

void add_library_add(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("add", "Add photos, or pictures with a label.");
    verb.footer("Examples:\n"
                "  tessera library add photos.tiles b/\n"
                "  tessera library add digits.tiles b/photo.jpg --any-size --label 7");
    verb.add_option("LIB", options->library, "the library")->required();
    options->photos.add_to(verb);
    options->label_given =
        verb.add_option("--label", options->label, "of all of them: a whole number, or a text")
            ->type_name("LABEL");
    verb.add_flag("--any-size", options->any_size,
                  "keep pictures in their own sizes; makes the library if there is none");
    verb.add_option("--store", options->store,
                    fmt::format("kind of a new library: {}", fmt::join(store_kinds(), ", ")))
        ->type_name("KIND");
    add_wait(verb, command);
    add_verb(verb, command, [&command, options] { add(command, *options); });
}

} // namespace tessera::cli
