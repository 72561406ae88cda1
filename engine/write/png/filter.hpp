// A tile's scanlines as PNG filters them, wherever the tile stands. Source: PNG, third edition, 9.
#pragma once

#include <tessera/geometry.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// Filters that are used below the first scanline of tiles; the value is the byte that starts a
/// scanline. What `none` and `up` make of a tile is the same wherever it stands. `paeth` looks to
/// the left, too: what it makes of the first px of a row, its head, depends on the tile there.
enum class Filter : std::uint8_t { none = 0, up = 2, paeth = 4 };

/// Bytes of a filtered row that depend on the tile to the left.
[[nodiscard]] constexpr std::size_t head_bytes(Filter filter) noexcept {
    return filter == Filter::paeth ? 3 : 0;
}

/// A tile's bytes: the first scanline, which has another tile above it, as they are, the others
/// filtered, heads as if by `up`. pixels: height x width x 3, as `filtered`, which is resized.
void filter_tile(std::span<const std::uint8_t> pixels, TileShape tile, Filter filter,
                 std::vector<std::uint8_t> &filtered);

/// Heads of the rows of a tile but the first, by Paeth. own: the first px of all its rows; left:
/// the last ones of the tile to the left. heads: of the rows from the second on; rows x 3, all.
void filter_heads(std::span<const std::uint8_t> own, std::span<const std::uint8_t> left,
                  std::uint8_t *heads) noexcept;

/// Where all bytes of a row equal the one before, 1; where all px do, 3; else 0.
[[nodiscard]] unsigned period_of(std::span<const std::uint8_t> row) noexcept;

/// What rows of those periods have in common.
[[nodiscard]] unsigned common_period(unsigned a, unsigned b) noexcept;

} // namespace tessera::internal
