// tessera library: the verbs that look after libraries.

#include "command.hpp"

namespace tessera::cli {

void add_library(CLI::App &app, Command &command) {
    CLI::App &group = *app.add_subcommand("library", "Look after libraries.");
    group.footer("Examples:\n"
                 "  tessera library sheet photos.tiles -o sheet.html\n"
                 "tessera library VERB --help tells more.");
    group.require_subcommand(1);
    add_library_sheet(group, command);
}

} // namespace tessera::cli
