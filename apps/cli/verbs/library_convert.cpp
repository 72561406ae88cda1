// tessera library convert: another kind of store. tessera library compact: the same one, densely.

#include "cli/command.hpp"

#include <tessera/maintain.hpp>

#include <filesystem>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string library, output, store;
};

void convert(Command &command, const Options &options) {
    command.timed("convert", [&] {
        convert_library(options.library, options.output,
                        {options.store, command.force, command.wait}, command.run());
    });
    const std::uint32_t tiles = open_store(options.output)->info().tiles;
    const std::uint64_t bytes = bytes_on_disk(options.output);
    command.report("output", options.output);
    command.report("store", options.store);
    command.report("tiles", tiles);
    command.report("bytes", bytes);
    command.console.note(
        fmt::format("{}: {} tiles, {}", options.output, tiles, human_bytes(bytes)));
}

void compact(Command &command, const Options &options) {
    static_cast<void>(open_store(options.library)); // what is none has no size to tell
    const std::string target = std::filesystem::canonical(options.library).string();
    const std::uint64_t before = bytes_on_disk(target);
    command.timed("compact", [&] {
        convert_library(target, target, {{}, true, command.wait}, command.run());
    });
    const std::uint64_t after = bytes_on_disk(target);
    command.report("bytes_before", before);
    command.report("bytes", after);
    command.console.note(
        fmt::format("{}: {}, {} before", options.library, human_bytes(after), human_bytes(before)));
}

} // namespace

void add_library_convert(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *group.add_subcommand("convert", "Copy a library into a store of another kind.");
    verb.footer("Examples:\n"
                "  tessera library convert photos.tiles -o copy.tiles --store lmdb");
    verb.add_option("LIB", options->library, "the library")->required();
    verb.add_option("-o,--output", options->output, "the library to make")
        ->required()
        ->type_name("LIB");
    verb.add_option("--store", options->store, fmt::to_string(fmt::join(store_kinds(), ", ")))
        ->required()
        ->type_name("KIND");
    add_wait(verb, command);
    verb.add_flag("-f,--force", command.force, "replace an existing library");
    add_verb(verb, command, [&command, options] { convert(command, *options); });
}

void add_library_compact(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *group.add_subcommand("compact", "Write a library anew, as densely as can be.");
    verb.footer("Examples:\n"
                "  tessera library compact photos.tiles");
    verb.add_option("LIB", options->library, "the library")->required();
    add_wait(verb, command);
    add_verb(verb, command, [&command, options] { compact(command, *options); });
}

} // namespace tessera::cli
