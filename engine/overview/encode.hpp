// Pixels to picture files in memory.
#pragma once

#include <tessera/overview.hpp>

namespace tessera::internal {

/// Small pictures are laid out as grids of px.
[[nodiscard]] inline Size size_of(Grid px) { return {px.columns, px.rows}; }

/// pixels: 3 bands of sRGB, packed rows. Returns a JPEG.
[[nodiscard]] EncodedImage encode_photo(const ImageView &pixels);

/// pixels: 4 bands of sRGB and alpha, packed rows. Returns a PNG, exact.
[[nodiscard]] EncodedImage encode_map(const ImageView &pixels);

} // namespace tessera::internal
