// What options of matching ask for.
#pragma once

#include <tessera/match.hpp>

#include <string>

namespace tessera {

/// Whether cells have to know of each other, so that they can't be matched one by one.
[[nodiscard]] bool has_rules(const MatchOptions &options);

/// check_grid() of a picture that is no Source.
void check_grid(const std::string &name, Size size, Grid grid, TileShape tile);

} // namespace tessera
