// The pixels of a libvips picture, computed.
// Why: docs/decisions/photos-take-one-thread-each.md
#pragma once

#include <tessera/tile.hpp>

#include <cstdint>
#include <span>
#include <vips/vips8>

namespace tessera::internal {

/// Computes pixels on this very thread: for a picture as small as a tile, and with other threads
/// busy with tiles of their own, handing it to libvips' workers would take longer.
/// picture: 8-bit. pixels: height x width x bands.
void pull_pixels(const vips::VImage &picture, std::span<std::uint8_t> pixels);

/// The tile's part of a picture that covers it.
[[nodiscard]] vips::VImage crop_to(const vips::VImage &picture, TileShape shape, Crop crop);

} // namespace tessera::internal
