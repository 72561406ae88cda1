// tessera library: the verbs that look after libraries.

#include "cli/command.hpp"
#include "cli/verb.hpp"

namespace tessera::cli {

void add_library(CLI::App &app, Command &command) {
    CLI::App &group = add_verb(
        app, command,
        {.name = "library",
         .summary = "Look after libraries: add, remove, merge, verify, ...",
         .examples = {"tessera library add photos.tiles new/", "tessera library list photos.tiles"},
         .notes = "tessera library VERB --help tells more."});
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
