// Pictures in memory to PNG files in memory, and back.
#pragma once

#include <tessera/tile.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tessera::internal {

inline constexpr int longest_png_side = 1'000'000; ///< px; what libpng reads

/// An 8-bit PNG of sRGB, or grey, with or without alpha: every row filtered by Paeth's predictor,
/// then deflated quickly. The same pixels give the same bytes. Thread-safe.
/// pixels: height x width x bands. REQUIRES: 1 to longest_png_side px a side, 1 to 4 bands.
/// Source: PNG specification, third edition, W3C 2025.
[[nodiscard]] std::vector<std::uint8_t> encode_png(std::span<const std::uint8_t> pixels,
                                                   PictureShape shape);

/// Decodes any PNG of that width and height to 8 bits and that many bands. False for one that is
/// damaged or of another size. Thread-safe. REQUIRES: pixels.size() == shape.bytes().
[[nodiscard]] bool decode_png(std::span<const std::uint8_t> png, PictureShape shape,
                              std::span<std::uint8_t> pixels);

} // namespace tessera::internal
