// tessera library merge: several libraries to one.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/maintain.hpp>

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr Option libraries_row = arguments(argument("lib", "LIB", "The libraries, two at least."));
constexpr Option output_row = meaning(output_option, "LIB", "Make this library.");

void merge(Command &command, const GivenOptions &given) {
    const std::string output = given.text("output");
    const MergeReport report = command.timed("merge", [&] {
        return merge_libraries(
            given.texts("lib"), output,
            {given.text("store"), given.flag("force"), given.value("wait")->real()}, command.run());
    });
    const std::uint64_t bytes = bytes_on_disk(output);
    command.report("output", output);
    command.report("tiles", report.tiles);
    command.report("duplicates", report.duplicates);
    command.report("renamed", report.renamed);
    command.report("bytes", bytes);
    command.console.note(fmt::format("{}: {} tiles, {} duplicates left out, {} renamed, {}", output,
                                     report.tiles, report.duplicates, report.renamed,
                                     human_bytes(bytes)));
}

} // namespace

void add_library_merge(CLI::App &group, Command &command) {
    static const Option store = [] {
        Option option = meaning(engine_option(OptionGroup::tile, "store"), "KIND",
                                "Keep the new library in this kind of store.");
        option.fallback = {};
        option.otherwise = "the kind of the first library";
        return option;
    }();
    add_verb(group, command,
             {.name = "merge",
              .summary = "Join libraries of the same tiles.",
              .examples = {"tessera library merge photos.tiles more.tiles -o all.tiles",
                           "tessera library merge photos-?.tiles -o photos.tiles"},
              .options = joined({{&libraries_row, &output_row, &store},
                                 pick(OptionGroup::library, {"wait"}),
                                 pick(OptionGroup::write, {"force"})}),
              .work = [&command](const GivenOptions &given) { merge(command, given); }});
}

} // namespace tessera::cli
