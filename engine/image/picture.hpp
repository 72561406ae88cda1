// Pictures as they are: no tiles, but any size, with grey and alpha kept.
#pragma once

#include "image/tile/tile.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace tessera::internal {

/// Reads a picture upright in its own size: sRGB, or grey where it has no other colour; alpha
/// stays. 8-bit pictures without a profile keep their very values. Thread-safe. Throws:
/// Error{unreadable_image}.
[[nodiscard]] Tile load_picture(const std::string &path);

/// The same as 3 bands of sRGB, alpha laid on `background`.
[[nodiscard]] Tile load_rgb_picture(const std::string &path, Rgb background);

/// Writes a PNG of 1 to 4 bands, right where it is to be. REQUIRES: pixels.size() == shape.bytes().
/// Thread-safe. Throws: Error{write_failed}.
void write_png(std::span<const std::uint8_t> pixels, PictureShape shape, const std::string &path);

} // namespace tessera::internal
