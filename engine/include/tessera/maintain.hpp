// Maintenance of libraries: remove tiles, merge, convert and verify; store and export single
// pictures with their labels.
//
// A library is never changed in place. Each function writes a new one beside it, which then takes
// its name. Readers of the old library can go on reading it. Only one process can change a library
// at a time.
#pragma once

#include <tessera/export.hpp>
#include <tessera/image_view.hpp>
#include <tessera/run.hpp>
#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// How tiles are removed.
struct RemoveOptions {
    bool ignore_missing = false; ///< ignores words that match no tile
    double wait_seconds = 0;     ///< how long to wait for another process that changes the library
};

/// Removes tiles from a library; the ids of later tiles move up. Damaged tiles can be removed by
/// their ids. Returns how many tiles were removed. If it is 0, nothing was written.
/// words: names, ids or globs: see find_named_tiles().
/// Progress: stage "copy", tiles.
/// Throws: as open_store(); Error{invalid_argument} for a word that matches no tile, and if no tile
/// would be left; Error{write_failed}; Error{cancelled}.
TESSERA_API std::uint64_t remove_tiles(const std::string &path,
                                       const std::vector<std::string> &words,
                                       const RemoveOptions &options = {},
                                       const RunOptions &run = {});

/// How a new library is written.
struct CopyOptions {
    std::string store{};     ///< kind of the new store; empty: the kind of the first input
    bool replace = false;    ///< replaces an existing library once the new one is complete
    double wait_seconds = 0; ///< how long to wait for another process that changes the output
};

/// The outcome of a merge.
struct MergeReport {
    std::uint64_t tiles = 0;
    std::uint64_t duplicates = 0; ///< photos left out: an earlier library has the same contents
    std::uint64_t renamed = 0; ///< photos renamed: an earlier library uses the name for another one
};

/// Merges libraries that were built with the same tile options, on any machine. No photo is
/// decoded.
/// If several libraries have a photo, it is taken from the first of them. If an earlier library
/// uses a name for another photo, the later photo gets a number: "a.jpg" becomes "a~2.jpg". Tiles
/// are in the byte order of the photos' paths. In a store of any_shape the pictures of each library
/// follow those of the library before.
/// If all inputs are shards of one build, the result is the library that the whole build would
/// make: all photos are kept, with their names. If no photo was skipped, it is the same byte for
/// byte; otherwise only StoreInfo::inputs differs.
/// Progress: stage "copy", photos.
/// Throws: as open_store(); Error{invalid_argument} if tiles were made with different options, and
/// for fewer than two libraries that aren't shards; Error{write_failed}; Error{cancelled}. For
/// shards also Error{parts_missing} if some weren't given, and Error{parts_unfit} if some were
/// given twice or were built from other photos than most.
TESSERA_API MergeReport merge_libraries(const std::vector<std::string> &paths,
                                        const std::string &output, const CopyOptions &options = {},
                                        const RunOptions &run = {});

/// Copies a library into a store of another kind, without loss: converted back, it is the same
/// again. Converted to its own path, it is rewritten as densely as its kind of store allows.
/// Progress: stage "copy", tiles.
/// Throws: as open_store(); Error{write_failed}; Error{cancelled}.
TESSERA_API void convert_library(const std::string &from, const std::string &to,
                                 const CopyOptions &options = {}, const RunOptions &run = {});

/// Damage to a tile, or to a library as a whole.
struct Damage {
    bool whole = false; ///< true if the damage isn't that of a single tile
    TileId id = 0;
    std::string name{}; ///< name of the tile's photo, if it can still be read
    std::string what{}; ///< a description of the damage
};

/// Reads a whole library and returns all damage; empty if there is none. It checks the pixels and
/// the record of each tile against their checksums, the features against the pixels, and the digest
/// of the library.
/// Progress: stage "verify", tiles.
/// Throws: as open_store(); Error{cancelled}.
[[nodiscard]] TESSERA_API std::vector<Damage> verify_library(const std::string &path,
                                                             const RunOptions &run = {});

/// Returns the bytes that a store takes on disk; for a folder, the sum over all its files.
[[nodiscard]] TESSERA_API std::uint64_t bytes_on_disk(const std::string &path);

/// A picture of a store, with all that the store knows about it.
struct Picture {
    std::vector<std::uint8_t> pixels{}; ///< height x width x bands, row-major
    TileRecord record{};                ///< its shape, label, name and origin
};

/// Returns a view of the picture's pixels. REQUIRES: pixels.size() == record.shape.bytes().
[[nodiscard]] inline ImageView view_of(const Picture &picture) {
    const PictureShape &shape = picture.record.shape;
    return view_of(picture.pixels, {shape.width, shape.height}, shape.bands);
}

/// Reads a picture of a store of any kind. Thread-safe. Throws: as TileStore::read().
[[nodiscard]] TESSERA_API Picture load_picture(const TileStore &store, TileId id);

/// Reads the pictures first .. first + count - 1. Thread-safe. Throws: as TileStore::read().
[[nodiscard]] TESSERA_API std::vector<Picture> load_pictures(const TileStore &store, TileId first,
                                                             std::uint32_t count);

/// How pictures are stored.
struct StoreOptions {
    std::string kind = "lmdb"; ///< kind of a new store; an existing store keeps its own
    double wait_seconds = 0;   ///< how long to wait for another process that changes the store
};

/// Appends pictures of any size to the store of any_shape at `path`, and makes the store if there
/// is none. The ids of earlier pictures stay. The digests of the pixels are computed here. Returns
/// the id of the first new picture.
/// REQUIRES: each picture has pixels.size() == record.shape.bytes() and 1 to 4 bands.
/// Throws: as open_store(); Error{invalid_argument} if the store has tiles of one shape, and for
/// pixels that don't fit their shape; Error{write_failed}.
TESSERA_API TileId store_pictures(std::span<const Picture> pictures, const std::string &path,
                                  const StoreOptions &options = {});

/// Writes pixels as a PNG of 1 to 4 bands. The file appears complete or not at all.
/// Throws: Error{invalid_argument} for an invalid shape; Error{write_failed}, also if the file
/// exists and `replace` is false.
TESSERA_API void save_png(const ImageView &pixels, const std::string &path, bool replace);

/// Writes all pictures of a store as PNGs into a new folder, which appears complete or not at all.
/// Files are named by their ids, 0000.png, 0001.png and so on, with as many digits as the last id
/// has, and at least four.
/// Progress: stage "export", pictures.
/// Throws: as TileStore::read(); Error{write_failed}, also if something of that name exists;
/// Error{cancelled}.
TESSERA_API void export_pictures(const TileStore &store, const std::string &folder,
                                 const RunOptions &run = {});

} // namespace tessera
