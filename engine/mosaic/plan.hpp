// What a mosaic says of itself.
#pragma once

#include <tessera/mosaic.hpp>

#include <string>

namespace tessera::internal {

/// Where a mosaic comes from, as the JSON object that a plan carries, but with a format of its own:
/// for the description of files that hold its pixels. ASCII.
[[nodiscard]] std::string describe_mosaic(const Mosaic &mosaic);

} // namespace tessera::internal
