// Selects photos from those that were found, and tiles from those in a library.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/run.hpp>
#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// Removes the photos that match one of the glob(7) patterns. The order of the others stays.
/// A pattern is compared with the photo's name and with each folder that the photo lies in, both
/// with and without the folders above: "a/b/c.jpg" matches "a", "a/b", "b", "a/b/c.jpg" and
/// "c.jpg". `*` matches '/', too.
TESSERA_API void exclude_photos(std::vector<Photo> &photos,
                                const std::vector<std::string> &patterns);

/// Removes the photos that are narrower or lower than `least`, px, when upright. Returns the
/// removed ones with their sizes as reasons; both lists keep the order. It reads the files' headers
/// on several threads. A photo that can't be read stays, so that a later step reports it.
/// Progress: stage "sizes", photos.
/// Throws: Error{cancelled}.
TESSERA_API std::vector<SkippedPhoto> exclude_small_photos(std::vector<Photo> &photos, Size least,
                                                           const RunOptions &run = {});

/// A condition that a photo meets or doesn't meet.
struct Condition {
    std::string text{};                              ///< the condition as it was given
    std::function<bool(const TileRecord &)> holds{}; ///< thread-safe
};

/// Parses a condition such as "year=2024", "date=2024-05..2024-07", "tag!=blurry" or "width>=1000".
///
/// Keys: year, month, date (when the photo was taken), name (below the given folder), tag, label,
/// width, height (of the upright photo, px), and orientation (portrait, landscape or square).
/// - `=` takes values, separated by commas, and holds if one of them matches. A value is a single
///   value, a range FROM..TO that includes both ends and may lack one of them, or nothing, which
///   matches photos without the key. Names, tags and labels are matched as glob(7) patterns; tags
///   and labels ignore case.
/// - `!=` takes the same and holds whenever `=` doesn't.
/// - `<`, `<=`, `>` and `>=` take one number or date.
/// Dates may have any precision: 2024-05 means the whole month. Only `!=` and the empty value hold
/// for photos that lack the key.
/// Throws: Error{invalid_argument} that says what was wanted, and suggests names.
[[nodiscard]] TESSERA_API Condition parse_condition(const std::string &text);

/// Returns the ids of the tiles that meet all conditions, ascending. It reads all records of the
/// store, on several threads.
/// Progress: stage "choose", tiles.
/// Throws: Error{invalid_argument} if no tile meets them, with the number of tiles that meet each
/// condition; Error{corrupt_store}; Error{cancelled}.
[[nodiscard]] TESSERA_API std::vector<TileId> find_tiles(const TileStore &store,
                                                         std::span<const Condition> conditions,
                                                         const RunOptions &run = {});

/// Returns the ids of the tiles that a word stands for, ascending; empty if there are none. A word
/// is tried as three things, in this order: the exact name of a photo, the id of a tile, and a glob
/// for names, in which * crosses folders.
/// Throws: Error{corrupt_store}.
[[nodiscard]] TESSERA_API std::vector<TileId> find_named_tiles(const TileStore &store,
                                                               const std::string &word);

} // namespace tessera
