// Tiles that leave a library.

#include "base/run.hpp"
#include "base/writer_lock.hpp"
#include "library/library_writer.hpp"
#include "store/registry.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>
#include <tessera/select.hpp>

#include <algorithm>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace {

/// Of each tile whether it is to leave.
std::vector<bool> leaving_tiles(const TileStore &store, std::span<const std::string> words,
                                bool ignore_missing, const std::string &path) {
    std::vector<bool> leaving(store.info().tiles);
    for (const std::string &word : words) {
        const auto tiles = find_named_tiles(store, word);
        if (tiles.empty() && !ignore_missing)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("library '{}' has no photo of the name '{}', and no such id "
                                    "among its {} tiles",
                                    path, word, store.info().tiles));
        for (const TileId id : tiles)
            leaving[id] = true;
    }
    return leaving;
}

} // namespace

std::uint64_t remove_tiles(const std::string &path, const std::vector<std::string> &words,
                           const RemoveOptions &options, const RunOptions &run) {
    check_run(run);
    static_cast<void>(open_store(path)); // a path that is none is told as such
    const std::string target = std::filesystem::canonical(path).string();
    check_library_path(target, true);
    const WriterLock lock(target, options.wait_seconds, run);
    const auto store = open_store(target);
    const auto leaving = leaving_tiles(*store, words, options.ignore_missing, path);
    const auto removed = static_cast<std::uint64_t>(std::ranges::count(leaving, true));
    if (removed == 0)
        return 0;
    if (removed == leaving.size())
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("that is all {} tiles of library '{}': none would be left", removed, path));
    const StoredTiles tiles(*store);
    LibraryWriter writer(store_kind_and_options(target), target, store->info().tile, true, run);
    ProgressCounter progress(run, "copy", leaving.size() - removed);
    for (TileId id = 0; id < leaving.size(); ++id)
        if (!leaving[id]) {
            throw_if_cancelled(run);
            writer.copy(tiles, id, store->record(id));
            progress.add(1);
        }
    StoreInfo info = store->info();
    info.shard = {};
    info.shard_photos = {};
    info.inputs = {}; // a build of them would bring the tiles back
    writer.finish(info);
    return removed;
}

} // namespace tessera
