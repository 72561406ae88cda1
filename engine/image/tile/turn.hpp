// Pixels from where they lie in a file to where they belong.
#pragma once

#include "image/exif_orientation.hpp"

#include <tessera/geometry.hpp>

#include <cstdint>
#include <span>

namespace tessera::internal {

/// stored: height x width x bands, of which there are 1 (grey) or 3. upright: as many px x 3, of
/// the size of the upright picture.
void turn_upright(std::span<const std::uint8_t> stored, Size size, int bands,
                  ExifOrientation orientation, std::span<std::uint8_t> upright);

} // namespace tessera::internal
