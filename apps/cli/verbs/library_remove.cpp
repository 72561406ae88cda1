// tessera library remove: tiles that leave a library.

#include "cli/command.hpp"

#include <tessera/maintain.hpp>

#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string library;
    std::vector<std::string> words;
};

void remove(Command &command, const Options &options) {
    const std::uint64_t removed = command.timed("remove", [&] {
        return remove_tiles(options.library, options.words, {command.force, command.wait},
                            command.run());
    });
    const std::uint32_t left = open_store(options.library)->info().tiles;
    command.report("removed", removed);
    command.report("tiles", left);
    command.report("bytes", bytes_on_disk(options.library));
    command.console.note(fmt::format("{}: {} removed, {} left", options.library, removed, left));
}

} // namespace

void add_library_remove(CLI::App &group, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb = *group.add_subcommand("remove", "Take tiles out of a library.");
    verb.footer("Examples:\n"
                "  tessera library remove photos.tiles photo02.png\n"
                "  tessera library remove photos.tiles 0 'photo0[13].*'");
    verb.add_option("LIB", options->library, "the library")->required();
    verb.add_option("WHICH", options->words, "names, ids, or globs of names, in quotes")
        ->required();
    add_wait(verb, command);
    verb.add_flag("-f,--force", command.force, "names that aren't there are no error");
    add_verb(verb, command, [&command, options] { remove(command, *options); });
}

} // namespace tessera::cli
