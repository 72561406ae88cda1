// Builds tile libraries from photos, and opens them.
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

/// A photo that is to become a tile.
struct Photo {
    std::string path{}; ///< as it was given, or as it was found below a given folder
    std::string name{}; ///< path below the given folder; for a single file, its own name
    Label label{};      ///< none: a label that the library already has stays
};

/// Returns true if the suffix, such as ".mp4", belongs to videos.
[[nodiscard]] TESSERA_API bool is_video_suffix(std::string_view suffix);

/// Returns the photos that the inputs stand for: each path once, in byte order of the absolute
/// paths.
/// inputs: files, folders (searched recursively), globs, and "@list" files. A list has one path on
/// each line; # starts a comment.
/// videos: whether videos in folders count.
/// A file that is named outright always counts. In a folder a file counts if its suffix belongs to
/// a format that libvips recognises by its contents, or to a video if `videos` is true. Hidden
/// files and folders are left out, and linked folders aren't followed.
/// Throws: Error{unreadable_image} for an input that doesn't exist or a glob that matches nothing.
[[nodiscard]] TESSERA_API std::vector<Photo> find_photos(const std::vector<std::string> &inputs,
                                                         bool videos = false);

/// The reaction to a photo that can't be read.
enum class OnError {
    skip, ///< leave the photo out and report it
    fail, ///< throw for the first such photo, in path order
};

/// A photo that couldn't be read, and why.
struct SkippedPhoto {
    std::string path{};
    std::string reason{};
};

/// How a library is built or updated.
struct BuildOptions {
    TileOptions tile{};
    std::string store = "lmdb"; ///< of a new library; an existing library keeps its kind
    OnError on_error = OnError::skip;
    /// build_library(): replaces an existing library once the new one is complete.
    bool replace = false;
    bool prune = false;      ///< update_library(): removes photos that weren't given
    double wait_seconds = 0; ///< how long to wait for another process that changes the library
    /// Takes one share of the photos only. An update of a shard always prunes. merge_libraries()
    /// joins the shards.
    Shard shard{};
    /// Called for each photo that can't be read, in path order. An exception that it throws is
    /// ignored.
    std::function<void(const SkippedPhoto &)> on_skip{};
};

/// The outcome of a build or an update.
struct BuildReport {
    std::uint64_t tiles = 0;             ///< tiles in the library now
    std::vector<SkippedPhoto> skipped{}; ///< in path order
    // Counts of photos:
    std::uint64_t added = 0;   ///< new to the library
    std::uint64_t changed = 0; ///< known by path, with new contents
    std::uint64_t moved = 0;   ///< known by contents, at a new path
    std::uint64_t kept = 0;    ///< unchanged, or not given
    std::uint64_t removed = 0; ///< no longer in the library
    bool written = false;      ///< false if nothing had to be changed
};

/// Makes a tile of each photo, or several as `options` ask for, and stores them at `path`. Tiles
/// are in the byte order of the photos' absolute paths. The bytes are the same for any number of
/// threads. A shard takes its share of the given photos, in the given order.
/// Memory is bounded by one batch of photos, whatever their number. If the build fails or is
/// cancelled, an older library stays unchanged. Only one process can change a library at a time.
/// Progress: stage "build", photos.
/// Throws: Error{unreadable_image} if no photo at all could be read, or with OnError::fail;
/// Error{write_failed}, also while another process changes the library; Error{invalid_argument};
/// Error{cancelled}.
TESSERA_API BuildReport build_library(std::span<const Photo> photos, const std::string &path,
                                      const BuildOptions &options = {}, const RunOptions &run = {});

/// Brings a library up to date with its photos, or builds it if there is none. Photos with the same
/// path, size and time stay as they are. Other files are compared by their digests, and only new
/// and changed contents are decoded. Photos that weren't given stay, unless options.prune is true.
/// The result has the same bytes as a library that is built from all its photos at once. If the
/// library would stay the same, nothing is written.
/// To update a store of any_shape, set options.tile.shape to any_shape. Its pictures keep their own
/// sizes: known ones stay in their places, and new ones follow.
/// Progress: stage "build", photos.
/// Throws: as build_library() and open_store(); Error{invalid_argument} if the library's tiles were
/// made with other options.
TESSERA_API BuildReport update_library(std::span<const Photo> photos, const std::string &path,
                                       const BuildOptions &options = {},
                                       const RunOptions &run = {});

/// Returns the options that the tiles of a library were made with; nullopt if the library doesn't
/// record them in a form that this version knows.
[[nodiscard]] TESSERA_API std::optional<TileOptions> tile_options_of(const StoreInfo &info);

/// A library that is open for reading. It is a handle: copies share the store, which stays open
/// until the last of them is gone. Thread-safe.
class TESSERA_API TileLibrary {
  public:
    /// Opens the library at `path`.
    /// Throws: as open_store(); Error{invalid_argument} for a store of any_shape.
    [[nodiscard]] static TileLibrary open(const std::string &path);

    /// Makes a library of a store of the host's own.
    /// REQUIRES: store != nullptr; its tiles have one shape.
    explicit TileLibrary(std::shared_ptr<const TileStore> store);

    /// Returns the properties of the library as a whole.
    [[nodiscard]] const StoreInfo &info() const noexcept { return store_->info(); }
    /// Returns the store that holds the tiles.
    [[nodiscard]] const TileStore &store() const noexcept { return *store_; }

  private:
    std::shared_ptr<const TileStore> store_;
};

} // namespace tessera
