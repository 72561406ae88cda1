// tessera bench: how fast things are on this machine.

#include "cli/command.hpp"
#include "cli/verb.hpp"

namespace tessera::cli {

void add_bench(CLI::App &app, Command &command) {
    CLI::App &group = add_verb(app, command,
                               {.name = "bench",
                                .summary = "Measure how fast this machine is: stores.",
                                .examples = {"tessera bench stores --counts 1,10,100"},
                                .notes = "tessera bench VERB --help tells more."});
    add_bench_stores(group, command);
}

} // namespace tessera::cli
