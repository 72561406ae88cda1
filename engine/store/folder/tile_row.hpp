// The record of a tile as a row of a CSV table: docs/formats.md has it to the byte.
#pragma once

#include <tessera/tile.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tessera::internal {

/// Names of the columns, ended as a row is. Source: RFC 4180.
inline constexpr std::string_view tile_row_header =
    "id,file,label,name,path,file_bytes,modified_ns,photo_width,photo_height,captured,tags,"
    "variation,width,height,bands,content,pixels\r\n";

/// All columns but the first two, which say where the tile is, and the end of the row. Any record
/// is one line of UTF-8.
[[nodiscard]] std::string encode_tile_row(const TileRecord &record);

/// The first two columns, which go before encode_tile_row().
[[nodiscard]] std::string encode_tile_place(TileId id, std::string_view file);

/// A row with the end of its line. Nothing for one that isn't what was encoded for that tile.
[[nodiscard]] std::optional<TileRecord> decode_tile_row(std::string_view row, TileId id,
                                                        std::string_view file);

/// Text for bytes of any kind: \xNN for control characters, for what is no UTF-8, and for what a
/// spreadsheet would take for a formula (= + - @ at the beginning); \\ for a backslash.
[[nodiscard]] std::string escape_text(std::string_view bytes);

/// The bytes; nothing for text that escape_text() can't have made.
[[nodiscard]] std::optional<std::string> unescape_text(std::string_view text);

} // namespace tessera::internal
