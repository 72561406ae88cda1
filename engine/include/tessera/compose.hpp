// From a mosaic to pixels, lazily. The one public header that names libvips.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/image_view.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>

#include <vips/vips8>

namespace tessera {

enum class Assembly {
    stream,    ///< copies tile rows into the regions that are asked for; time linear in pixels
    arrayjoin, ///< one vips arrayjoin of all cells; its time grows with the square of the cells
};

/// The mosaic as a picture of size() px, 3-band uint8 sRGB, with the sRGB profile attached; where
/// empty cells are transparent, with a fourth band of alpha: 255, but all bands 0 in those cells.
/// Lazy: nothing is drawn until it is asked for, and then only that rectangle, so crop it, resize
/// it or save it as any VImage. It keeps the mosaic's library open. Thread-safe.
/// Throws: Error{corrupt_store} where a tile that stands in it is damaged.
[[nodiscard]] TESSERA_API vips::VImage compose(const Mosaic &mosaic,
                                               Assembly assembly = Assembly::stream);

/// Draws a rectangle of a canvas that compose() made into memory, on several threads. Work and
/// memory grow with the rectangle, not with the mosaic. Thread-safe. into: as wide and as high as
/// the rectangle, with the bands of the canvas. Progress: stage "draw", px rows. Throws:
/// Error{invalid_argument} where the rectangle doesn't lie within the canvas, or `into` is of
/// another size; Error{cancelled}.
TESSERA_API void draw(const vips::VImage &canvas, const Rect &area, const MutableImageView &into,
                      const RunOptions &run = {});

} // namespace tessera
