// tessera bench: how fast things are on this machine.

#include "cli/command.hpp"

namespace tessera::cli {

void add_bench(CLI::App &app, Command &command) {
    CLI::App &group = *app.add_subcommand("bench", "Measure how fast this machine is: stores.");
    group.footer("Examples:\n"
                 "  tessera bench stores --counts 1,10,100\n"
                 "tessera bench VERB --help tells more.");
    group.require_subcommand(1);
    add_bench_stores(group, command);
}

} // namespace tessera::cli
