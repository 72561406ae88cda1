// Tiles kept on disk: what every kind of store can do.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/run.hpp>
#include <tessera/tile.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// The tile of a store whose pictures have sizes of their own: no library to make mosaics of.
inline constexpr TileShape any_shape{0, 0};

/// What is true of a library as a whole.
struct StoreInfo {
    TileShape tile{}; ///< of every picture, with 3 bands; or any_shape
    std::uint32_t tiles = 0;
    Digest digest{}; ///< of the tiles and their names: what a plan is bound to
    /// Of the photos and options of which a build would give this very library; zero where none
    /// would, since it was changed in other ways.
    Digest inputs{};
    std::uint64_t skipped = 0; ///< photos that could not be read when it was built
    std::string options{};     ///< how it was built, as JSON
    Shard shard{};             ///< of a library that was built as one of several: which of them
    Digest shard_photos{};     ///< then of the names of all photos, those of the others too

    bool operator==(const StoreInfo &) const = default;
};

/// An opened store: n tiles of height x width x 3 uint8 sRGB, n features, n records. With
/// any_shape: n pictures of record(id).shape each, and no features.
/// Every method is thread-safe. Throws: Error{corrupt_store} for a tile that is damaged;
/// Error{invalid_argument} for an id that is not in the store.
class TESSERA_API TileStore {
  public:
    virtual ~TileStore();

    [[nodiscard]] virtual const StoreInfo &info() const noexcept = 0;

    /// The pixels of a tile without a copy; valid as long as the store. Empty if this kind of store
    /// can't: then read() can.
    [[nodiscard]] virtual std::span<const std::uint8_t> view(TileId id) const = 0;

    /// Copies a tile's pixels. REQUIRES: pixels.size() == record(id).shape.bytes().
    virtual void read(TileId id, std::span<std::uint8_t> pixels) const = 0;

    /// Copies the pixels of tiles first .. first + count - 1, one after another: where a store
    /// keeps them together, faster than one by one. REQUIRES: info().tile != any_shape;
    /// pixels.size() == count * info().tile.bytes().
    virtual void read_many(TileId first, std::uint32_t count, std::span<std::uint8_t> pixels) const;

    [[nodiscard]] virtual TileRecord record(TileId id) const = 0;

    /// Of all tiles, by id; empty with any_shape.
    [[nodiscard]] virtual std::vector<TileFeatures> features() const = 0;
};

/// Writes a store. Not thread-safe. A builder that is destroyed before finish() leaves nothing.
/// Throws: Error{write_failed}.
class TESSERA_API TileStoreBuilder {
  public:
    virtual ~TileStoreBuilder();

    /// Threads that it may use; 0, as at first, for all there are. The bytes don't depend on it.
    /// Throws: Error{invalid_argument} unless threads is 0 to most_threads.
    virtual void set_threads(int threads);

    /// Appends a tile; ids count from 0.
    /// REQUIRES: pixels.size() == record.shape.bytes(); the shape is that of the builder with 3
    /// bands, or with any_shape any of 1 to 4 bands; finish() not called.
    virtual TileId add(std::span<const std::uint8_t> pixels, const TileFeatures &features,
                       const TileRecord &record) = 0;

    /// Appends a tile of another store as it is: where both are of one kind that is faster than to
    /// read and add() it. `record` takes the place of the one there; its shape and the digest of
    /// its pixels must be equal. Throws: as TileStore::read(), too; where it isn't read, a tile
    /// that is damaged stays so, and is found when it is.
    virtual TileId copy(const TileStore &from, TileId id, const TileFeatures &features,
                        const TileRecord &record);

    /// The store appears under its name, whole, on disk. `info.tiles` is set by the builder.
    virtual void finish(const StoreInfo &info) = 0;
};

/// Kinds of store, the default first.
[[nodiscard]] TESSERA_API std::vector<std::string> store_kinds();

/// Starts a store at `path`, of tiles of one shape or of any_shape. A kind may be followed by its
/// options: "hdf5[deflate=4]". Replaces an existing one only with `replace`, and only in finish().
/// Throws: Error{invalid_argument} for an unknown kind or option; Error{write_failed}.
[[nodiscard]] TESSERA_API std::unique_ptr<TileStoreBuilder>
create_store(std::string_view kind, const std::string &path, TileShape tile, bool replace);

/// Whether there is a store at `path`, by its first bytes; false too where nothing can be read, and
/// for a plain folder of pictures.
[[nodiscard]] TESSERA_API bool is_store(const std::string &path);

/// Name of the kind of store at `path`, by its first bytes; empty where there is none.
[[nodiscard]] TESSERA_API std::string store_kind(const std::string &path);

/// Opens a store of any kind, or a plain folder whose pictures are numbered from 0 or 1 without a
/// gap, a prefix and a suffix of the name being the same for all: its tiles if they are of one
/// size, else pictures of any shape. All of them are read once for that.
/// Throws: Error{unreadable_image} where there is no such file; Error{corrupt_store}.
[[nodiscard]] TESSERA_API std::unique_ptr<TileStore> open_store(const std::string &path);

} // namespace tessera
