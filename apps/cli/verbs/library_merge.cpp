// tessera library merge: several libraries to one.

#include "cli/command.hpp"

#include <tessera/maintain.hpp>

#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::vector<std::string> libraries;
    std::string output, store;
};

void merge(Command &command, const Options &options) {
    const MergeReport report = command.timed("merge", [&] {
        return merge_libraries(options.libraries, options.output,
                               {options.store, command.force, command.wait}, command.run());
    });
    const std::uint64_t bytes = bytes_on_disk(options.output);
    command.report("output", options.output);
    command.report("tiles", report.tiles);
    command.report("duplicates", report.duplicates);
    command.report("renamed", report.renamed);
    command.report("bytes", bytes);
    command.console.note(fmt::format("{}: {} tiles, {} duplicates left out, {} renamed, {}",
                                     options.output, report.tiles, report.duplicates,
                                     report.renamed, human_bytes(bytes)));
}

} // namespace

void add_library_merge(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("merge", "Join libraries of the same tiles.");
    verb.footer("Examples:\n"
                "  tessera library merge photos.tiles more.tiles -o all.tiles\n"
                "  tessera library merge photos-?.tiles -o photos.tiles");
    verb.add_option("LIB", options->libraries, "the libraries, two at least")->required();
    verb.add_option("-o,--output", options->output, "the library to make")
        ->required()
        ->type_name("LIB");
    verb.add_option(
            "--store", options->store,
            fmt::format("its kind, if not that of the first: {}", fmt::join(store_kinds(), ", ")))
        ->type_name("KIND");
    add_wait(verb, command);
    verb.add_flag("-f,--force", command.force, "replace an existing library");
    add_verb(verb, command, [&command, options] { merge(command, *options); });
}

} // namespace tessera::cli
