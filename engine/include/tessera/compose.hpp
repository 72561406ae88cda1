// Turns a mosaic into pixels, lazily. This is the only public header that includes libvips.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/image_view.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>

#include <vips/vips8>

namespace tessera {

/// How compose() puts tiles together.
enum class Assembly {
    stream, ///< copies rows of tiles into the regions that are asked for; time is linear in pixels
    arrayjoin, ///< one vips arrayjoin of all cells; its time grows with the square of their number
};

/// Returns the mosaic as a picture of mosaic.size() px: 3-band uint8 sRGB with the sRGB profile
/// attached. A mosaic with transparent cells has a fourth band, alpha. It is 255 in filled cells;
/// all four bands are 0 in empty ones.
/// Nothing is drawn until pixels are asked for, and then only the rectangle that is needed. You can
/// crop, resize or save the picture like any VImage. It keeps the mosaic's library open.
/// Thread-safe.
/// Throws: Error{corrupt_store} if a tile of the mosaic is damaged.
[[nodiscard]] TESSERA_API vips::VImage compose(const Mosaic &mosaic,
                                               Assembly assembly = Assembly::stream);

/// Draws a rectangle of a canvas that compose() made into memory, on several threads. Work and
/// memory grow with the rectangle, not with the mosaic. Thread-safe.
/// into: has the width and height of the rectangle and the bands of the canvas.
/// Progress: stage "draw", px rows.
/// Throws: Error{invalid_argument} if the rectangle doesn't lie within the canvas, or `into` has
/// another size or other bands; Error{unsupported} if libvips fails; Error{cancelled}.
TESSERA_API void draw(const vips::VImage &canvas, const Rect &area, const MutableImageView &into,
                      const RunOptions &run = {});

} // namespace tessera
