// Looking after libraries: taking tiles out, joining, converting, checking.
//
// A library is never changed in place: each of these writes a new one beside it, which then takes
// its name. Readers of the old one go on with it. Only one process changes a library at a time.
#pragma once

#include <tessera/export.hpp>
#include <tessera/picture.hpp>
#include <tessera/session.hpp>
#include <tessera/tile_store.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// Tiles that a word means: those of a photo of that very name; or else, of a number, the tile of
/// that id; or else those whose names match it as a glob, in which * crosses folders. Ascending;
/// empty where there are none. Throws: Error{corrupt_store}.
[[nodiscard]] TESSERA_API std::vector<TileId> find_tiles(const TileStore &store,
                                                         const std::string &word);

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

} // namespace tessera
