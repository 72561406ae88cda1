// An opened library that is a folder, as its builder sees it.
#pragma once

#include "base/pending_folder.hpp"
#include "store/folder/files.hpp"

#include <tessera/tile_store.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::internal {

class FolderStore final : public TileStore {
  public:
    /// Throws: Error{unreadable_image}; Error{corrupt_store}.
    explicit FolderStore(const std::string &path);

    [[nodiscard]] const StoreInfo &info() const noexcept override { return manifest_.info; }
    [[nodiscard]] std::span<const std::uint8_t> view(TileId id) const override;
    void read(TileId id, std::span<std::uint8_t> pixels) const override;
    void read_many(TileId first, std::uint32_t count,
                   std::span<std::uint8_t> pixels) const override;
    [[nodiscard]] TileRecord record(TileId id) const override;
    [[nodiscard]] std::vector<TileFeatures> features() const override;

    /// Where a tile's PNG is: below folder(). REQUIRES: id < info().tiles.
    [[nodiscard]] int folder() const noexcept { return folder_.get(); }
    [[nodiscard]] std::string file_of(TileId id) const;

    /// The bytes of that PNG. Throws: Error{corrupt_store}.
    [[nodiscard]] std::vector<std::uint8_t> png_of(TileId id) const;

  private:
    [[noreturn]] void corrupt(const std::string &what) const;
    [[noreturn]] void unread(const char *file) const; ///< errno says why
    [[nodiscard]] std::vector<std::uint8_t> contents_of(const char *file) const;
    void check_id(TileId id) const;
    void read_manifest();
    void find_rows();

    std::string path_;
    SharedFolder folder_;
    FileDescriptor records_;
    FolderManifest manifest_;
    int digits_ = 0;
    std::vector<std::uint64_t> rows_; ///< where the row of each tile begins, and the last one ends
};

} // namespace tessera::internal
