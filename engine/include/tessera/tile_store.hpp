// Stores: tiles on disk. All kinds of store have the same interface.
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

/// Marks a store whose pictures have different sizes. It can't be used as a library for mosaics.
inline constexpr TileShape any_shape{0, 0};

/// The properties of a library as a whole.
struct StoreInfo {
    TileShape tile{}; ///< shape of every picture, with 3 bands; or any_shape
    std::uint32_t tiles = 0;
    Digest digest{}; ///< of the tiles and their names; plans are bound to it
    /// Digest of the photos and options from which a build would make exactly this library. Zero if
    /// no build would, because the library was changed in another way.
    Digest inputs{};
    std::uint64_t skipped = 0; ///< photos that couldn't be read when it was built
    std::string options{};     ///< how it was built, as JSON
    Shard shard{};             ///< which shard of a build this library is
    Digest shard_photos{};     ///< for a shard: of the names of all photos of the whole build

    bool operator==(const StoreInfo &) const = default;
};

/// An opened store. It has n tiles of height x width x 3 uint8 sRGB, n features and n records. With
/// any_shape it has n pictures, each of record(id).shape, and no features. All methods are
/// thread-safe.
/// Throws: Error{corrupt_store} for a damaged tile; Error{invalid_argument} for an id that isn't in
/// the store.
class TESSERA_API TileStore {
  public:
    virtual ~TileStore();

    /// Returns the properties of the library as a whole.
    [[nodiscard]] virtual const StoreInfo &info() const noexcept = 0;

    /// Returns the pixels of a tile without copying them. They are valid as long as the store.
    /// Empty if this kind of store can't do so; use read() then.
    [[nodiscard]] virtual std::span<const std::uint8_t> view(TileId id) const = 0;

    /// Copies the pixels of a tile. REQUIRES: pixels.size() == record(id).shape.bytes().
    virtual void read(TileId id, std::span<std::uint8_t> pixels) const = 0;

    /// Copies the pixels of tiles first .. first + count - 1, one after another. A store that keeps
    /// them together is faster than with single reads.
    /// REQUIRES: info().tile != any_shape; pixels.size() == count * info().tile.bytes().
    virtual void read_many(TileId first, std::uint32_t count, std::span<std::uint8_t> pixels) const;

    /// Returns the record of a tile.
    [[nodiscard]] virtual TileRecord record(TileId id) const = 0;

    /// Returns the features of all tiles, by id; empty with any_shape.
    [[nodiscard]] virtual std::vector<TileFeatures> features() const = 0;
};

/// Writes a new store. If a builder is destroyed before finish(), nothing is left on disk. Not
/// thread-safe.
/// Throws: Error{write_failed}.
class TESSERA_API TileStoreBuilder {
  public:
    virtual ~TileStoreBuilder();

    /// Sets the number of threads; 0, the initial value, means all that there are. The bytes of the
    /// store don't depend on it.
    /// Throws: Error{invalid_argument} unless threads is 0 .. most_threads.
    virtual void set_threads(int threads);

    /// Appends a tile and returns its id. Ids count from 0.
    /// REQUIRES: finish() hasn't been called; pixels.size() == record.shape.bytes(). The shape is
    /// that of the builder with 3 bands; with any_shape, it is any shape with 1 to 4 bands.
    virtual TileId add(std::span<const std::uint8_t> pixels, const TileFeatures &features,
                       const TileRecord &record) = 0;

    /// Appends a tile of another store unchanged and returns its id. If both stores are of the same
    /// kind, this is faster than read() and add(). `record` replaces the tile's record; its shape
    /// and the digest of its pixels must be equal to those of the tile. A damaged tile may be
    /// copied without notice; it stays damaged, and reading it finds the damage.
    /// Throws: also as TileStore::read().
    virtual TileId copy(const TileStore &from, TileId id, const TileFeatures &features,
                        const TileRecord &record);

    /// Completes the store, which then appears on disk under its name. The builder sets
    /// `info.tiles`.
    virtual void finish(const StoreInfo &info) = 0;
};

/// Returns the kinds of store, the default first.
[[nodiscard]] TESSERA_API std::vector<std::string> store_kinds();

/// Starts a store at `path` for tiles of one shape, or for any_shape. With `replace`, finish()
/// replaces an existing store; nothing is replaced before.
/// kind: may be followed by its options: "hdf5[deflate=4]".
/// Throws: Error{invalid_argument} for an unknown kind or option; Error{write_failed}.
[[nodiscard]] TESSERA_API std::unique_ptr<TileStoreBuilder>
create_store(std::string_view kind, const std::string &path, TileShape tile, bool replace);

/// Returns true if there is a store at `path`, judged by its first bytes. Returns false if nothing
/// can be read, and for a plain folder of pictures.
[[nodiscard]] TESSERA_API bool is_store(const std::string &path);

/// Returns the kind of the store at `path`, judged by its first bytes; empty if there is none.
[[nodiscard]] TESSERA_API std::string store_kind(const std::string &path);

/// Opens a store of any kind, or a plain folder of numbered pictures.
/// The names of such pictures differ only in their numbers, which start at 0 or 1 and have no gap.
/// All pictures are read once to find their sizes. If they have one size, the store has tiles of
/// one shape; otherwise it has any_shape.
/// Throws: Error{unreadable_image} if there is no such file; Error{corrupt_store}.
[[nodiscard]] TESSERA_API std::unique_ptr<TileStore> open_store(const std::string &path);

} // namespace tessera
