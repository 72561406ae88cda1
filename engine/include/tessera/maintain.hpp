// Looking after libraries: taking tiles out, joining, converting, checking;
// and single pictures with their labels, into a store and out of it.
//
// A library is never changed in place: each of these writes a new one beside it, which then takes
// its name. Readers of the old one go on with it. Only one process changes a library at a time.
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

struct RemoveOptions {
    bool ignore_missing = false; ///< words that mean no tile are no error
    double wait_seconds = 0;     ///< for another process that changes the library
};

/// Takes tiles out of a library; the ids of those behind them move up. Damaged ones can be taken
/// out by their ids. Returns how many there were: with 0 nothing was written.
/// Throws: Error{invalid_argument} for a word that means no tile, and where none would be left;
/// as open_store(); Error{write_failed}; Error{cancelled}.
TESSERA_API std::uint64_t remove_tiles(const std::string &path,
                                       const std::vector<std::string> &words,
                                       const RemoveOptions &options = {},
                                       const RunOptions &run = {});

struct CopyOptions {
    std::string store{};     ///< kind of the new store; empty: that of the first one
    bool replace = false;    ///< an existing library gives way, once the new one is whole
    double wait_seconds = 0; ///< for another process that changes it
};

struct MergeReport {
    std::uint64_t tiles = 0;
    std::uint64_t duplicates = 0; ///< photos left out: an earlier library has their very contents
    std::uint64_t renamed = 0;    ///< photos whose name an earlier library has for other contents
};

/// Joins libraries whose tiles were made alike, wherever they were made, without decoding a photo.
/// A photo that several of them have counts once, as in the first of them. Names that an earlier
/// library has for another photo get a number: "a.jpg" becomes "a~2.jpg". Tiles are in the byte
/// order of the photos' paths; of any_shape, those of each library follow those of the one before.
/// Libraries that all are shards of one build are joined to what it makes at once: all photos
/// count, under their names. It is then the same library, byte for byte, if no photo was skipped;
/// else but for StoreInfo::inputs. Throws: Error{invalid_argument} for tiles made differently, and
/// for none or one library; as open_store(); Error{write_failed}; Error{cancelled}; of shards
/// Error{parts_missing} where some weren't given, and Error{parts_unfit} for those given twice, or
/// built of other photos than most.
TESSERA_API MergeReport merge_libraries(const std::vector<std::string> &paths,
                                        const std::string &output, const CopyOptions &options = {},
                                        const RunOptions &run = {});

/// Copies a library into a store of another kind, without loss: converted back it is what it was.
/// Onto itself it is written anew, as densely as its kind can.
/// Throws: as open_store(); Error{write_failed}; Error{cancelled}.
TESSERA_API void convert_library(const std::string &from, const std::string &to,
                                 const CopyOptions &options = {}, const RunOptions &run = {});

/// What was found wrong with a tile, or with a library as a whole.
struct Damage {
    bool whole = false; ///< it isn't about one tile
    TileId id = 0;
    std::string name{}; ///< of its photo, where that can still be read
    std::string what{};
};

/// Reads everything there is: each tile's pixels and record against their checksums, features
/// against those computed anew from the pixels, and the digest of all. Empty: the library is whole.
/// Progress counts tiles, stage "verify". Throws: as open_store(); Error{cancelled}.
[[nodiscard]] TESSERA_API std::vector<Damage> verify_library(const std::string &path,
                                                             const RunOptions &run = {});

/// Bytes that a store takes on disk, of a folder those of all its files.
[[nodiscard]] TESSERA_API std::uint64_t bytes_on_disk(const std::string &path);

struct Picture {
    std::vector<std::uint8_t> pixels{}; ///< height x width x bands, row-major
    TileRecord record{};                ///< its shape, label, name; where it comes from
};

/// REQUIRES: pixels.size() == record.shape.bytes().
[[nodiscard]] inline ImageView view_of(const Picture &picture) {
    const PictureShape &shape = picture.record.shape;
    return view_of(picture.pixels, {shape.width, shape.height}, shape.bands);
}

/// A picture of a store, whatever kind. Thread-safe. Throws: as TileStore::read().
[[nodiscard]] TESSERA_API Picture load_picture(const TileStore &store, TileId id);

/// Pictures first .. first + count - 1. Thread-safe. Throws: as TileStore::read().
[[nodiscard]] TESSERA_API std::vector<Picture> load_pictures(const TileStore &store, TileId first,
                                                             std::uint32_t count);

struct StoreOptions {
    std::string kind = "lmdb"; ///< of a new store; one that is there keeps its own
    double wait_seconds = 0;   ///< for another process that changes it
};

/// Appends pictures of any size to the store of any_shape at `path`, which is made if there is
/// none. Ids of those in it stay. The digest of the pixels is computed here. Returns the id of the
/// first. REQUIRES: pixels.size() == record.shape.bytes() of each; 1 to 4 bands. Throws:
/// Error{invalid_argument} for a store of tiles of one shape, and for pixels that don't fit their
/// shape; as open_store(); Error{write_failed}.
TESSERA_API TileId store_pictures(std::span<const Picture> pictures, const std::string &path,
                                  const StoreOptions &options = {});

/// Writes pixels as a PNG of 1 to 4 bands. The file appears whole, or not at all.
/// Throws: Error{invalid_argument} for a shape that there isn't; Error{write_failed}, also where
/// the file exists and `replace` is false.
TESSERA_API void save_png(const ImageView &pixels, const std::string &path, bool replace);

/// Writes all pictures of a store as PNGs into a new folder, whole or not at all: by their ids,
/// with as many digits as the last of them has, four at least: 0000.png, 0001.png. Progress counts
/// them, stage "export". Throws: as TileStore::read(); Error{write_failed}, also where there is
/// something of that name; Error{cancelled}.
TESSERA_API void export_pictures(const TileStore &store, const std::string &folder,
                                 const RunOptions &run = {});

} // namespace tessera
