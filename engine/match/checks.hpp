// What options of matching ask for.
#pragma once

#include <tessera/match.hpp>

#include <cstdint>
#include <string>

namespace tessera::internal {

/// Whether cells have to know of each other, so that they can't be matched one by one.
[[nodiscard]] bool has_rules(const MatchOptions &options);

/// That the tiles to choose from are some of the library's. tiles: that it has.
/// Throws: Error{invalid_argument}.
void check_tiles(const MatchOptions &options, std::uint32_t tiles);

/// check_grid() of a picture that is no Source.
void check_grid(const std::string &name, Size size, Grid grid, TileShape tile);

} // namespace tessera::internal
