#include "library/library_writer.hpp"

#include <tessera/output.hpp>
#include <tessera/run.hpp>

#include <filesystem>

namespace tessera::internal {

void check_library_path(const std::string &path, bool replace) {
    std::error_code ignored;
    // What of a folder may be replaced, the kind of store that is to be written knows.
    if (!replace || !std::filesystem::is_directory(path, ignored))
        check_output_path(path, replace);
}

LibraryWriter::LibraryWriter(const std::string &kind, const std::string &path, TileShape tile,
                             bool replace, const RunOptions &run)
    : tile_(tile), builder_(create_store(kind, path, tile, replace)), digest_(tile) {
    builder_->set_threads(run.threads);
}

void LibraryWriter::add(std::span<const std::uint8_t> pixels, const TileFeatures &features,
                        const TileRecord &record) {
    builder_->add(pixels, features, record);
    digest_.add(record);
    ++tiles_;
}

void LibraryWriter::copy(const StoredTiles &from, TileId id, const TileRecord &record) {
    builder_->copy(from.store(), id, from.features(id), record);
    digest_.add(record);
    ++tiles_;
}

void LibraryWriter::finish(StoreInfo info) {
    info.tile = tile_;
    info.tiles = tiles_;
    info.digest = digest_.digest();
    builder_->finish(info);
}

} // namespace tessera::internal
