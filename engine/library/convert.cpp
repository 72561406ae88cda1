// A library into a store of another kind, or written anew in its own.

#include "base/run.hpp"
#include "base/writer_lock.hpp"
#include "library/library_writer.hpp"
#include "store/registry.hpp"

#include <tessera/maintain.hpp>

#include <filesystem>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;

void convert_library(const std::string &from, const std::string &to, const CopyOptions &options,
                     const RunOptions &run) {
    check_run(run);
    static_cast<void>(
        open_store(from)); // a path that is none is told before the output is looked at
    check_library_path(to, options.replace);
    const WriterLock lock(to, options.wait_seconds, run); // before it is read: it may be the same
    const auto store = open_store(from);
    const StoredTiles tiles(*store);
    LibraryWriter writer(options.store.empty() ? store_kind_and_options(from) : options.store, to,
                         store->info().tile, options.replace, run);
    ProgressCounter progress(run, "copy", store->info().tiles);
    for (TileId id = 0; id < store->info().tiles; ++id) {
        throw_if_cancelled(run);
        writer.copy(tiles, id, store->record(id));
        progress.add(1);
    }
    writer.finish(store->info());
}

std::uint64_t bytes_on_disk(const std::string &path) {
    if (!fs::is_directory(path))
        return fs::file_size(path);
    std::uint64_t bytes = 0;
    for (const auto &entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file())
            bytes += entry.file_size();
    return bytes;
}

} // namespace tessera
