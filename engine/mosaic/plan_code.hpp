// What a plan says, to the bit: docs/formats.md.
#pragma once

#include <tessera/mosaic.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tessera::internal {

/// Of the px of one cell: tile and orientation; tint and block, which a plan without any leaves
/// out.
using PlanPixel = std::array<std::uint32_t, 2>;

inline constexpr std::uint32_t most_plan_tiles = (std::uint32_t{1} << 29) - 1;

/// REQUIRES: the tile is below most_plan_tiles, or there is none.
[[nodiscard]] PlanPixel encode_placement(const Placement &placement);

/// Whether all cells of a plan of one band are upright tiles, or empty: each pixel then is its
/// tile's id.
[[nodiscard]] bool are_plain(std::span<const std::uint32_t> pixels);

/// What no placement was encoded to gives one that no mosaic takes.
[[nodiscard]] Placement decode_placement(const PlanPixel &pixel);

/// The description of a mosaic's plan: JSON, ASCII.
[[nodiscard]] std::string encode_plan_info(const Mosaic &mosaic);

/// Nothing if it isn't a plan's. Throws: Error{unreadable_image} if it is, but can't be right.
[[nodiscard]] std::optional<PlanInfo> decode_plan_info(const std::string &description);

} // namespace tessera::internal
