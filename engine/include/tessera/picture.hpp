// Single pictures with their labels: out of a store, into one, and as files.
#pragma once

#include <tessera/export.hpp>
#include <tessera/session.hpp>
#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera {

struct Picture {
    std::vector<std::uint8_t> pixels{}; ///< height x width x bands, row-major
    TileRecord record{};                ///< its shape, label, name; where it comes from
};

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

/// Writes pixels as a PNG of 1 to 4 bands, whole or not at all.
/// REQUIRES: pixels.size() == shape.bytes(). Throws: Error{write_failed}, also where it exists and
/// `replace` is false.
TESSERA_API void save_png(std::span<const std::uint8_t> pixels, PictureShape shape,
                          const std::string &path, bool replace);

/// Writes all pictures of a store as PNGs into a new folder, whole or not at all: by their ids,
/// with as many digits as the last of them has, four at least: 0000.png, 0001.png. Progress counts
/// them, stage "export". Throws: as TileStore::read(); Error{write_failed}, also where there is
/// something of that name; Error{cancelled}.
TESSERA_API void export_pictures(const TileStore &store, const std::string &folder,
                                 const RunOptions &run = {});

} // namespace tessera
