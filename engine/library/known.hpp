// What a library knows of its photos: which of their tiles can be taken over.
#pragma once

#include <tessera/tile_store.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tessera::internal {

/// A photo of a library: tiles one after another, of one path and one content.
struct KnownPhoto {
    std::string path, name;
    Label label;
    std::uint64_t file_bytes = 0;
    std::int64_t modified_ns = 0;
    Digest content;
    TileId first = 0;
    std::uint32_t tiles = 0;
};

/// Thread-safe once made.
class KnownPhotos {
  public:
    KnownPhotos() = default; ///< of a library that is yet to be
    /// Reads all records once. Throws: Error{corrupt_store}.
    explicit KnownPhotos(const TileStore &store);
    KnownPhotos(const KnownPhotos &) = delete;
    KnownPhotos &operator=(const KnownPhotos &) = delete;

    [[nodiscard]] const std::vector<KnownPhoto> &all() const noexcept { return photos_; }

    /// Index of the first photo of that path; nothing where there is none.
    [[nodiscard]] std::optional<std::size_t> at(std::string_view path) const;

    /// Indices of the photos of that content, ascending.
    [[nodiscard]] std::vector<std::size_t> with(const Digest &content) const;

    /// Whether a photo of so many bytes is known: otherwise none has the content of such a file.
    [[nodiscard]] bool has_size(std::uint64_t bytes) const;

  private:
    struct HashDigest {
        std::size_t operator()(const Digest &digest) const noexcept;
    };

    std::vector<KnownPhoto> photos_;
    std::unordered_map<std::string_view, std::size_t> by_path_; ///< views into photos_
    std::unordered_multimap<Digest, std::size_t, HashDigest> by_content_;
    std::vector<std::uint64_t> sizes_; ///< ascending
};

} // namespace tessera::internal
