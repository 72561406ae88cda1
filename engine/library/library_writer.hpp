// A library that is being written: its store, and the digest of what went in.
// Why: docs/decisions/a-library-never-changes.md
#pragma once

#include "library/tiles_digest.hpp"

#include <tessera/run.hpp>
#include <tessera/tile_store.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// That a library can be written there, before any work: as check_output_path(), but whether
/// a folder may be replaced is left to the store. Throws: Error{write_failed}.
void check_library_path(const std::string &path, bool replace);

/// An opened store whose tiles are to be taken over.
class StoredTiles {
  public:
    /// REQUIRES: the store outlives it. Throws: Error{corrupt_store}.
    explicit StoredTiles(const TileStore &store) : store_(store), features_(store.features()) {}

    [[nodiscard]] const TileStore &store() const noexcept { return store_; }
    [[nodiscard]] TileFeatures features(TileId id) const {
        return features_.empty() ? TileFeatures{} : features_[id];
    }

  private:
    const TileStore &store_;
    std::vector<TileFeatures> features_; ///< none of any_shape
};

/// Not thread-safe. One that is destroyed before finish() leaves nothing.
/// Throws: as TileStoreBuilder.
class LibraryWriter {
  public:
    LibraryWriter(const std::string &kind, const std::string &path, TileShape tile, bool replace,
                  const RunOptions &run);

    void add(std::span<const std::uint8_t> pixels, const TileFeatures &features,
             const TileRecord &record);

    /// A tile of another store, with a record that may say something else of its photo.
    void copy(const StoredTiles &from, TileId id, const TileRecord &record);

    [[nodiscard]] std::uint32_t tiles() const noexcept { return tiles_; }

    /// Sets what of `info` follows from the tiles.
    void finish(StoreInfo info);

  private:
    TileShape tile_;
    std::unique_ptr<TileStoreBuilder> builder_;
    TilesDigest digest_;
    std::uint32_t tiles_ = 0;
};

} // namespace tessera::internal
