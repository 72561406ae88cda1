// Pictures as they are: no tiles, but any size, with grey and alpha kept.
#pragma once

#include "image/tile/tile.hpp"

#include <tessera/image_view.hpp>

#include <string>

namespace tessera::internal {

/// Reads a picture upright in its own size: sRGB, or grey where it has no other colour; alpha
/// stays. 8-bit pictures without a profile keep their very values. Thread-safe. Throws:
/// Error{unreadable_image}.
[[nodiscard]] Tile load_picture(const std::string &path);

/// The same as 3 bands of sRGB, alpha laid on `background`.
[[nodiscard]] Tile load_rgb_picture(const std::string &path, Rgb background);

/// Writes a PNG of 1 to 4 bands, right where it is to be. REQUIRES: packed rows. Thread-safe.
/// Throws: Error{write_failed}.
void write_png(const ImageView &pixels, const std::string &path);

} // namespace tessera::internal
