// tessera library convert: another kind of store. tessera library compact: the same one, densely.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/maintain.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option from_row = argument("lib", "LIB", "The library to copy.");
constexpr Option to_row = meaning(output_option, "LIB", "Make this library.");
constexpr Option compact_row =
    argument("lib", "LIB", "The library to write anew.", OptionRole::writes);

double wait_of(const GivenOptions &given) { return given.value("wait")->real(); }

void convert(Command &command, const GivenOptions &given) {
    const std::string output = given.text("output"), store = given.text("store");
    command.timed("convert", [&] {
        convert_library(given.text("lib"), output, {store, given.flag("force"), wait_of(given)},
                        command.run());
    });
    const std::uint32_t tiles = open_store(output)->info().tiles;
    const std::uint64_t bytes = bytes_on_disk(output);
    command.report("output", output);
    command.report("store", store);
    command.report("tiles", tiles);
    command.report("bytes", bytes);
    command.console.note(fmt::format("{}: {} tiles, {}", output, tiles, human_bytes(bytes)));
}

void compact(Command &command, const GivenOptions &given) {
    const std::string library = given.text("lib");
    static_cast<void>(open_store(library)); // what is none has no size to tell
    const std::string target = std::filesystem::canonical(library).string();
    const std::uint64_t before = bytes_on_disk(target);
    command.timed("compact", [&] {
        convert_library(target, target, {{}, true, wait_of(given)}, command.run());
    });
    const std::uint64_t after = bytes_on_disk(target);
    command.report("bytes_before", before);
    command.report("bytes", after);
    command.console.note(
        fmt::format("{}: {}, {} before", library, human_bytes(after), human_bytes(before)));
}

} // namespace

void add_library_convert(CLI::App &group, Command &command) {
    static const Option store = [] {
        Option option = meaning(engine_option(OptionGroup::tile, "store"), "KIND",
                                "Keep the copy in this kind of store.");
        option.required = true;
        option.fallback = {};
        return option;
    }();
    add_verb(group, command,
             {.name = "convert",
              .summary = "Copy a library into a store of another kind.",
              .examples = {"tessera library convert photos.tiles -o copy.tiles --store lmdb"},
              .options = joined({{&from_row, &to_row, &store},
                                 pick(OptionGroup::library, {"wait"}),
                                 pick(OptionGroup::write, {"force"})}),
              .work = [&command](const GivenOptions &given) { convert(command, given); }});
}

void add_library_compact(CLI::App &group, Command &command) {
    add_verb(group, command,
             {.name = "compact",
              .summary = "Write a library anew, as densely as can be.",
              .examples = {"tessera library compact photos.tiles"},
              .options = joined({{&compact_row}, pick(OptionGroup::library, {"wait"})}),
              .work = [&command](const GivenOptions &given) { compact(command, given); }});
}

} // namespace tessera::cli
