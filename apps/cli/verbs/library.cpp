// tessera library: the verbs that look after libraries.

#include "cli/command.hpp"

namespace tessera::cli {

void add_wait(CLI::App &verb, Command &command) {
    verb.add_option("--wait", command.wait,
                    "wait so long for another process that changes the library")
        ->check(CLI::Range(0.0, 1e9))
        ->type_name("SECONDS");
}

void add_library(CLI::App &app, Command &command) {
    CLI::App &group =
        *app.add_subcommand("library", "Look after libraries: add, remove, merge, verify, ...");
    group.footer("Examples:\n"
                 "  tessera library add photos.tiles new/\n"
                 "  tessera library list photos.tiles\n"
                 "tessera library VERB --help tells more.");
    group.require_subcommand(1);
    add_library_add(group, command);
    add_library_remove(group, command);
    add_library_merge(group, command);
    add_library_convert(group, command);
    add_library_compact(group, command);
    add_library_verify(group, command);
    add_library_list(group, command);
    add_library_get(group, command);
    add_library_export(group, command);
    add_library_sheet(group, command);
}

} // namespace tessera::cli
