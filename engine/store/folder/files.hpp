// The files of a library that is a folder: docs/formats.md has them to the byte.
#pragma once

#include <tessera/tile_store.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

inline constexpr const char *manifest_file = "library.json"; ///< written last: makes it a library
inline constexpr const char *records_file = "tiles.csv";
inline constexpr const char *features_file = "features.npy";

/// Digits of the number in the name of each of that many tiles: four, or as many as they need.
[[nodiscard]] int digits_of(std::uint32_t tiles);

/// "0017.png".
[[nodiscard]] std::string tile_file(TileId id, int digits);

/// What library.json says: of the library, and the digests of two other files.
struct FolderManifest {
    StoreInfo info;
    Digest records{}, features{};
};

[[nodiscard]] std::string encode_manifest(const FolderManifest &manifest);

/// Nothing for text that encode_manifest() didn't write.
[[nodiscard]] std::optional<FolderManifest> decode_manifest(std::string_view text);

/// Whether a folder has a library.json that begins as ours do.
[[nodiscard]] bool has_manifest(const std::string &folder);

/// Throws: Error{write_failed} for a folder that is neither empty nor a library, or holds anything
/// that no library has. Nothing happens where there is no such folder.
void check_replaceable(const std::filesystem::path &folder);

/// All bytes of a regular file of a folder; nothing where there is none, and errno says why.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> read_file_at(int folder, const char *name);

/// Makes a file. False where that fails, and errno says why.
[[nodiscard]] bool write_file_at(int folder, const char *name, std::span<const std::uint8_t> bytes);

} // namespace tessera::internal
