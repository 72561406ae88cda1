// Names of changes, as options and records have them.
#pragma once

#include <tessera/tile.hpp>

#include <string>

namespace tessera::internal {

[[nodiscard]] const std::string &name_of(Change change);

/// Whether its number is the chance that it happens at all.
[[nodiscard]] bool is_chance(Change change) noexcept;

} // namespace tessera::internal
