// Writing a TIFF of levels whose tiles' bytes are there already.
#pragma once

#include "write/output_file.hpp"
#include "write/tiff/layout.hpp"

#include <tessera/run.hpp>

#include <cstdint>
#include <functional>
#include <span>

namespace tessera::internal {

/// Hands the bytes of a level's items to `take`, several items at once, in their order.
/// Throws: what `take` throws, and reading the level; Error{cancelled}.
void for_each_piece(const TiffLevel &level, const RunOptions &run,
                    const std::function<void(std::span<const std::uint8_t>)> &take);

/// Writes what the layout says; arrays piece by piece, so that they are never held.
/// levels: largest first. Progress: stage "write", px rows.
/// Throws: Error{write_failed}; Error{unsupported} if a classic TIFF would be too large;
/// Error{cancelled}.
void write_tiff(OutputFile &file, std::span<const TiffLevel> levels,
                const TiffDescription &description, const RunOptions &run);

} // namespace tessera::internal
