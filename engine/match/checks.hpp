// What options of matching ask for.
#pragma once

#include <tessera/match.hpp>

namespace tessera {

/// Whether cells have to know of each other, so that they can't be matched one by one.
[[nodiscard]] bool has_rules(const MatchOptions &options);

} // namespace tessera
