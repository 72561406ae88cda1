// A picture laid over a mosaic.
#pragma once

#include <tessera/mosaic.hpp>
#include <tessera/writer.hpp>

#include <vips/vips8>

namespace tessera::internal {

/// The canvas with the overlay's picture over it, enlarged or shrunk to the mosaic's size; px are
/// computed when they are pulled. A fourth band stays as it is.
/// Throws: Error{unreadable_image}.
[[nodiscard]] vips::VImage lay_over(const vips::VImage &canvas, const Mosaic &mosaic,
                                    const Overlay &overlay);

} // namespace tessera::internal
