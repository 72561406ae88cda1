// The writers there are; registry.cpp lists them.
#pragma once

#include <tessera/writer.hpp>

namespace tessera::internal {

/// Why those that compose don't take a mosaic with alpha.
inline constexpr auto writes_no_alpha = "it writes no transparent cells";

/// TIFF and BigTIFF whose cells share their tiles' bytes, with or without a pyramid.
[[nodiscard]] const Writer &composed_tiff_writer();

/// Baseline JPEGs, put together from tiles that were encoded once each.
[[nodiscard]] const Writer &composed_jpeg_writer();

/// PNGs whose scanlines are put together from those of tiles that were deflated once each.
[[nodiscard]] const Writer &composed_png_writer();

/// Every format that libvips saves, drawn through the canvas.
[[nodiscard]] const Writer &canvas_writer();

} // namespace tessera::internal
