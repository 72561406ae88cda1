// Features of tiles as a file that numpy.load() reads: docs/formats.md has it to the byte.
#pragma once

#include <tessera/tile.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// What comes before the features of that many tiles, which follow as they lie in memory.
/// Source: NumPy enhancement proposal 1, version 1.0 of the format.
[[nodiscard]] std::string npy_header(std::size_t tiles);

/// Nothing for bytes that aren't header and features of so many tiles.
[[nodiscard]] std::optional<std::vector<TileFeatures>>
decode_npy(std::span<const std::uint8_t> bytes, std::size_t tiles);

} // namespace tessera::internal
