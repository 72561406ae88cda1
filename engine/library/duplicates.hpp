// Tiles that count as one photo: copies, variations; bursts and copies in another size.
#pragma once

#include <tessera/tile.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// Number of a photo: of a tile, or of several tiles that look the same.
using PhotoIndex = std::uint32_t;

/// Which tiles count as one: of each tile the number of its photo, counted from 0 in the order of
/// their first tiles. Two tiles are of one photo if they are of one picture; with `likenesses` also
/// if their fingerprints differ in few bits and their parts by a little; or if a chain of such
/// tiles links them.
[[nodiscard]] std::vector<PhotoIndex> group_duplicates(std::span<const TileFeatures> tiles,
                                                       bool likenesses);

} // namespace tessera::internal
