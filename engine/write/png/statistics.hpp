// How a mosaic is best written: its filter, and how often each symbol will be used.
#pragma once

#include "write/png/code.hpp"
#include "write/png/filter.hpp"

#include <tessera/mosaic.hpp>

namespace tessera::internal {

/// A filtered scanline of a mosaic, with the byte that names its filter.
[[nodiscard]] std::uint64_t scanline_bytes(const Mosaic &mosaic);

struct PngStatistics {
    Filter filter = Filter::none; ///< of all scanlines but the first ones of tiles
    DeflateWeights weights{};
};

/// Looks at variants, rows and cells that tell what all are like; at all of them in small mosaics.
/// Throws: Error{corrupt_store}.
[[nodiscard]] PngStatistics png_statistics(const Mosaic &mosaic);

} // namespace tessera::internal
