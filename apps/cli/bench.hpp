// tessera bench and its verbs.
#pragma once

#include "command.hpp"

namespace tessera::cli {

void add_bench(CLI::App &app, Command &command);
void add_bench_stores(CLI::App &group, Command &command);

} // namespace tessera::cli
