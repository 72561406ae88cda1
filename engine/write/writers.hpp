// The writers there are; registry.cpp lists them.
#pragma once

#include <tessera/writer.hpp>

namespace tessera {

/// TIFF and BigTIFF whose cells share their tiles' bytes, with or without a pyramid.
[[nodiscard]] const Writer &composed_tiff_writer();

/// Baseline JPEGs, put together from tiles that were encoded once each.
[[nodiscard]] const Writer &composed_jpeg_writer();

/// Every format that libvips saves, drawn through the canvas.
[[nodiscard]] const Writer &canvas_writer();

} // namespace tessera
