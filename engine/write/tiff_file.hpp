// Writing a TIFF of levels whose tiles' bytes are there already.
#pragma once

#include "write/output_file.hpp"
#include "write/tiff_layout.hpp"

#include <tessera/session.hpp>

#include <span>

namespace tessera {

/// Writes what the layout says; arrays piece by piece, so that they are never held.
/// levels: largest first. Progress: stage "write", px rows.
/// Throws: Error{write_failed}; Error{unsupported} if a classic TIFF would be too large;
/// Error{cancelled}.
void write_tiff(OutputFile &file, std::span<const TiffLevel> levels,
                const TiffDescription &description, const RunOptions &run);

} // namespace tessera
