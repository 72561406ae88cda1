// A tile's scanlines as PNG filters them, wherever the tile stands. Source: PNG, third edition, 9.
#pragma once

#include <tessera/geometry.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera {

/// Filters that look at no neighbour to the left: what they make of a tile is the same everywhere.
/// The value is the byte that starts a scanline.
enum class Filter : std::uint8_t { none = 0, up = 2 };

/// A tile's bytes: the first scanline, which has another tile above it, as they are, the others
/// filtered. pixels: height x width x 3, as `filtered`, which is resized.
void filter_tile(std::span<const std::uint8_t> pixels, TileShape tile, Filter filter,
                 std::vector<std::uint8_t> &filtered);

/// Where all bytes of a row equal the one before, 1; where all px do, 3; else 0.
[[nodiscard]] unsigned period_of(std::span<const std::uint8_t> row) noexcept;

/// What rows of those periods have in common.
[[nodiscard]] unsigned common_period(unsigned a, unsigned b) noexcept;

} // namespace tessera
