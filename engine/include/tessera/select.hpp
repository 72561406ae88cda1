// Which photos are meant, of those that were found; and which tiles, of those that a library has.
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

/// Leaves out photos by glob(7) patterns: those whose name fits one, or the name of one of the
/// folders that it lies in, with the folders above or without. `*` fits '/', too. Keeps the order.
TESSERA_API void exclude_photos(std::vector<Photo> &photos,
                                const std::vector<std::string> &patterns);

/// Leaves out photos that, upright, are narrower or lower than `least`, px, and returns them with
/// what they have, in their order. Reads the files' headers, on several threads; what can't be read
/// stays for others to tell of. Keeps the order. Progress: stage "sizes", photos.
/// Throws: Error{cancelled}.
TESSERA_API std::vector<SkippedPhoto> exclude_small_photos(std::vector<Photo> &photos, Size least,
                                                           const RunOptions &run = {});

/// A condition on one photo.
struct Condition {
    std::string text{};                              ///< as it was given
    std::function<bool(const TileRecord &)> holds{}; ///< thread-safe
};

/// Reads "KEY=VALUE,VALUE..." and the like: "year=2024", "date=2024-05..2024-07", "tag!=blurry",
/// "width>=1000". Keys: year, month, date (when it was taken), name (below the folder that was
/// given), tag, label, width, height (of the upright photo, px), orientation (portrait, landscape,
/// square). With = and !=: values, one of which is to fit or none, each of them alone, a range
/// FROM..TO with both ends in it and either left out, or nothing for photos that lack the key; of
/// names, tags and labels glob(7) patterns, of tags and labels in upper or lower case. With <, <=,
/// > and >= one number or date. Dates are given to any precision: 2024-05 is all of that month.
/// `!=` holds wherever `=` doesn't; the others never hold of photos that lack the key.
/// Throws: Error{invalid_argument} that says what was wanted, and suggests names.
[[nodiscard]] TESSERA_API Condition parse_condition(const std::string &text);

/// Tiles of which all conditions hold, by id. Reads every record of the store, on several threads.
/// Progress: stage "choose", tiles. Throws: Error{invalid_argument} where there is none, with how
/// many meet each condition; Error{corrupt_store}; Error{cancelled}.
[[nodiscard]] TESSERA_API std::vector<TileId> find_tiles(const TileStore &store,
                                                         std::span<const Condition> conditions,
                                                         const RunOptions &run = {});

/// Tiles that a word means: those of a photo of that very name; or else, of a number, the tile of
/// that id; or else those whose names match it as a glob, in which * crosses folders. Ascending;
/// empty where there are none. Throws: Error{corrupt_store}.
[[nodiscard]] TESSERA_API std::vector<TileId> find_named_tiles(const TileStore &store,
                                                               const std::string &word);

} // namespace tessera
