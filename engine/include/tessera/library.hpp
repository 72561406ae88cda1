// From a folder of photos to a tile library.
#pragma once

#include <tessera/export.hpp>
#include <tessera/run.hpp>
#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// A photo to be made a tile of.
struct Photo {
    std::string path{}; ///< as given, or found below a folder that was given
    std::string name{}; ///< path below the folder that was given; a single file's own name
    Label label{};      ///< none: one that the library has of it stays
};

/// Whether that suffix, such as ".mp4", is one of videos.
[[nodiscard]] TESSERA_API bool is_video_suffix(std::string_view suffix);

/// Expands files, folders (recursively), globs, and @list files of one path a line, # starting
/// a comment. Below folders
/// only files count whose suffix belongs to a format that libvips knows by its contents, or to
/// videos if these are asked for; hidden
/// files and folders don't, and linked folders aren't followed. A file named outright always
/// counts. Returns each path once, in byte order of the absolute paths.
/// Throws: Error{unreadable_image} for an input that doesn't exist or a glob that matches nothing.
[[nodiscard]] TESSERA_API std::vector<Photo> find_photos(const std::vector<std::string> &inputs,
                                                         bool videos = false);

enum class OnError {
    skip, ///< leave out photos that can't be read, and report them
    fail, ///< throw at the first of them, in path order
};

struct SkippedPhoto {
    std::string path{};
    std::string reason{};
};

struct BuildOptions {
    TileOptions tile{};
    std::string store = "lmdb"; ///< of a new library; one that is updated keeps its own
    OnError on_error = OnError::skip;
    bool replace = false;    ///< build: an existing library gives way, once the new one is whole
    bool prune = false;      ///< update: photos that weren't given leave the library
    double wait_seconds = 0; ///< for another process that changes the library
    Shard shard{}; ///< of the photos, those that are taken; prunes. merge_libraries() joins them
    /// Called for each photo that can't be read, in path order. An exception that it throws is
    /// ignored.
    std::function<void(const SkippedPhoto &)> on_skip{};
};

struct BuildReport {
    std::uint64_t tiles = 0;             ///< of the library as it is now
    std::vector<SkippedPhoto> skipped{}; ///< in path order
    // Photos:
    std::uint64_t added = 0;   ///< not known before
    std::uint64_t changed = 0; ///< known, with other contents now
    std::uint64_t moved = 0;   ///< known by their contents, elsewhere before
    std::uint64_t kept = 0;    ///< as they were, or not given
    std::uint64_t removed = 0; ///< no longer in it
    bool written = false;      ///< false: nothing had to be changed
};

/// Makes one tile of each photo, or several as `options` ask for, and keeps them in a store at
/// `path`, in the byte order of their absolute paths, the same bytes at any number of threads. Of a
/// shard the photos are its share of those given, in their order. Memory is bounded by a batch of
/// photos, not by their number. Fails or is cancelled: an older library stays as it was. Progress
/// counts photos, stage "build". Only one process changes a library at a time.
/// Throws: Error{unreadable_image} where no photo at all could be read, or with OnError::fail;
/// Error{write_failed}, also while another process changes the library; Error{invalid_argument};
/// Error{cancelled}.
TESSERA_API BuildReport build_library(std::span<const Photo> photos, const std::string &path,
                                      const BuildOptions &options = {}, const RunOptions &run = {});

/// Brings a library up to date with its photos; builds it where there is none. Photos of the same
/// path, size and time stay as they are; others are told by the digests of their files; only new
/// and changed contents are decoded. Photos that weren't given stay, unless `prune`. The library is
/// then the same bytes as one built of all its photos; where it would be the same as it was,
/// nothing is written. A store of any_shape is updated with tile.shape = any_shape: photos are kept
/// in their own sizes, those known in their places, new ones after them.
/// Throws: as build_library(); Error{invalid_argument} for tiles made otherwise; as open_store().
TESSERA_API BuildReport update_library(std::span<const Photo> photos, const std::string &path,
                                       const BuildOptions &options = {},
                                       const RunOptions &run = {});

/// How the tiles of a library were made; nothing where it doesn't say so in words known here.
[[nodiscard]] TESSERA_API std::optional<TileOptions> tile_options_of(const StoreInfo &info);

/// An opened library. A handle: copies share the store, which lives as long as any of them.
/// Thread-safe.
class TESSERA_API TileLibrary {
  public:
    /// Throws: as open_store(); Error{invalid_argument} for a store of any_shape.
    [[nodiscard]] static TileLibrary open(const std::string &path);

    /// A library in a store of one's own. REQUIRES: store != nullptr, tiles of one shape.
    explicit TileLibrary(std::shared_ptr<const TileStore> store);

    [[nodiscard]] const StoreInfo &info() const noexcept { return store_->info(); }
    [[nodiscard]] const TileStore &store() const noexcept { return *store_; }

  private:
    std::shared_ptr<const TileStore> store_;
};

} // namespace tessera
