// Pixels to picture files in memory.
#pragma once

#include <tessera/overview.hpp>

#include <cstdint>
#include <span>

namespace tessera::internal {

/// pixels: px.rows x px.columns x 3, sRGB. Returns a JPEG.
[[nodiscard]] SmallPicture encode_photo(std::span<const std::uint8_t> pixels, Grid px);

/// pixels: px.rows x px.columns x 4, sRGB and alpha. Returns a PNG, exact.
[[nodiscard]] SmallPicture encode_map(std::span<const std::uint8_t> pixels, Grid px);

} // namespace tessera::internal
