// The writers that Tessera has itself.
#pragma once

#include <tessera/writer.hpp>

#include <vector>

namespace tessera::internal {

/// Why writers that compose refuse a mosaic with alpha.
inline constexpr auto writes_no_alpha = "it writes no transparent cells";

/// The writers that engine/write/CMakeLists.txt lists, in its order.
[[nodiscard]] std::vector<const Writer *> built_in_writers();

} // namespace tessera::internal
