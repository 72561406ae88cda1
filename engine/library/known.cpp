#include "library/known.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tessera::internal {

KnownPhotos::KnownPhotos(const TileStore &store) {
    const std::uint32_t tiles = store.info().tiles;
    for (TileId id = 0; id < tiles; ++id) {
        TileRecord record = store.record(id);
        if (!photos_.empty() && photos_.back().path == record.path &&
            photos_.back().content == record.content)
            ++photos_.back().tiles;
        else
            photos_.push_back({std::move(record.path), std::move(record.name),
                               std::move(record.label), record.file_bytes, record.modified_ns,
                               record.content, id, 1});
    }
    sizes_.reserve(photos_.size());
    by_path_.reserve(photos_.size());
    by_content_.reserve(photos_.size());
    for (std::size_t i = 0; i < photos_.size(); ++i) {
        by_path_.try_emplace(photos_[i].path, i);
        by_content_.emplace(photos_[i].content, i);
        sizes_.push_back(photos_[i].file_bytes);
    }
    std::ranges::sort(sizes_);
}

std::optional<std::size_t> KnownPhotos::at(std::string_view path) const {
    const auto found = by_path_.find(path);
    return found == by_path_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::size_t> KnownPhotos::with(const Digest &content) const {
    std::vector<std::size_t> indices;
    const auto [first, last] = by_content_.equal_range(content);
    for (auto each = first; each != last; ++each)
        indices.push_back(each->second);
    std::ranges::sort(indices);
    return indices;
}

bool KnownPhotos::has_size(std::uint64_t bytes) const {
    return std::ranges::binary_search(sizes_, bytes);
}

std::size_t KnownPhotos::HashDigest::operator()(const Digest &digest) const noexcept {
    std::size_t hash = 0;
    std::memcpy(&hash, digest.bytes.data(), sizeof hash);
    return hash;
}

} // namespace tessera::internal
