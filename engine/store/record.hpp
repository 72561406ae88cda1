// How a store that keeps bytes writes its records: docs/formats.md has them to the byte.
#pragma once

#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

[[nodiscard]] std::vector<std::uint8_t> encode_record(const TileRecord &record);

/// Nothing for bytes that encode_record() didn't write.
[[nodiscard]] std::optional<TileRecord> decode_record(std::span<const std::uint8_t> bytes);

/// Appends a checksum to bytes that are to be kept.
[[nodiscard]] std::vector<std::uint8_t> seal(std::vector<std::uint8_t> bytes);

/// The bytes without their checksum; nothing if it doesn't fit them.
[[nodiscard]] std::optional<std::span<const std::uint8_t>>
unseal(std::span<const std::uint8_t> bytes);

/// JSON, keys in alphabetical order.
[[nodiscard]] std::string encode_info(const StoreInfo &info);

/// Nothing for text that isn't the JSON of a StoreInfo, or whose numbers make no sense.
[[nodiscard]] std::optional<StoreInfo> decode_info(std::string_view json);

} // namespace tessera::internal
