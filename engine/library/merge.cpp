// Several libraries to one.

#include "base/run.hpp"
#include "base/writer_lock.hpp"
#include "library/inputs_digest.hpp"
#include "library/known.hpp"
#include "library/library_writer.hpp"
#include "store/registry.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
using namespace internal;
namespace {

/// A photo of one of the libraries, under the name that it gets.
struct Merged {
    std::size_t library;
    KnownPhoto photo;
};

void check_alike(const StoreInfo &first, const StoreInfo &other, std::span<const std::string> paths,
                 std::size_t i) {
    if (first.tile == other.tile && first.options == other.options)
        return;
    const auto text = [](const StoreInfo &info) {
        return info.tile == any_shape ? "pictures of any size"
                                      : fmt::format("tiles of {} x {} px, {}", info.tile.width,
                                                    info.tile.height, info.options);
    };
    throw Error(ErrorCode::invalid_argument,
                fmt::format("libraries of the same tiles can be merged: '{}' has {}, '{}' has {}",
                            paths[0], text(first), paths[i], text(other)));
}

/// "beach.jpg" to "beach~2.jpg".
std::string numbered(const std::string &name, int number) {
    const std::size_t slash = name.rfind('/'), dot = name.rfind('.');
    const bool has_suffix =
        dot != std::string::npos && dot > (slash == std::string::npos ? 0 : slash + 1);
    const std::size_t end = has_suffix ? dot : name.size();
    return fmt::format("{}~{}{}", name.substr(0, end), number, name.substr(end));
}

bool is_shard(const std::unique_ptr<TileStore> &store) { return store->info().shard.count > 1; }

/// That the libraries are all shards of one build. paths: for messages.
void check_shards(std::span<const std::unique_ptr<TileStore>> stores,
                  std::span<const std::string> paths) {
    std::map<std::pair<Digest, int>, std::size_t> builds;
    const auto build_of = [&](std::size_t i) {
        return std::pair(stores[i]->info().shard_photos, stores[i]->info().shard.count);
    };
    for (std::size_t i = 0; i < stores.size(); ++i)
        ++builds[build_of(i)];
    const auto usual =
        std::ranges::max_element(builds, {}, [](const auto &each) { return each.second; })->first;
    std::map<int, std::size_t> seen;
    std::vector<std::string> wrong;
    for (std::size_t i = 0; i < stores.size(); ++i)
        if (build_of(i) != usual)
            wrong.push_back(fmt::format("'{}' is a shard of other photos, or of another number of "
                                        "shards",
                                        paths[i]));
        else if (const auto [place, is_new] = seen.try_emplace(stores[i]->info().shard.index, i);
                 !is_new)
            wrong.push_back(fmt::format("'{}' is shard {} like '{}'", paths[i], place->first,
                                        paths[place->second]));
    const bool unfit = !wrong.empty();
    for (int index = 1; index <= usual.second; ++index)
        if (!seen.contains(index))
            wrong.push_back(fmt::format("shard {}/{} is missing", index, usual.second));
    if (!wrong.empty())
        throw Error(
            unfit ? ErrorCode::parts_unfit : ErrorCode::parts_missing,
            fmt::format("these shards don't make up a library: {}", fmt::join(wrong, "; ")));
}

/// Of a library whose shards skipped no photo: their photos are all that it is built of.
Digest inputs_of(std::span<const Merged> photos, const StoreInfo &first) {
    InputsDigest digest(first.options, first.tile);
    for (const auto &[library, photo] : photos)
        digest.add(photo.path, photo.name, photo.file_bytes, photo.modified_ns);
    return digest.digest();
}

/// Goes through libraries one after another and decides what becomes of each photo.
class Merger {
  public:
    /// All of its photos as they are.
    void add_shard(std::size_t library, const TileStore &store) {
        const KnownPhotos known(store);
        for (const KnownPhoto &photo : known.all())
            photos.push_back({library, photo});
    }

    void add_library(std::size_t library, const TileStore &store) {
        const KnownPhotos known(store);
        std::set<Digest> contents;
        std::set<std::string> names;
        for (KnownPhoto photo : known.all()) {
            if (contents_.contains(photo.content)) {
                ++report.duplicates;
                continue;
            }
            contents.insert(photo.content);
            if (names_.contains(photo.name)) {
                photo.name = free_name(photo.name, names);
                ++report.renamed;
            }
            names.insert(photo.name);
            photos.push_back({library, std::move(photo)});
        }
        // Only now: a library's own copies and names are its own affair.
        contents_.merge(contents);
        names_.merge(names);
    }

    std::vector<Merged> photos;
    MergeReport report;

  private:
    [[nodiscard]] std::string free_name(const std::string &name,
                                        const std::set<std::string> &own) const {
        for (int number = 2;; ++number)
            if (std::string other = numbered(name, number);
                !names_.contains(other) && !own.contains(other))
                return other;
    }

    std::set<Digest> contents_; ///< of the libraries before
    std::set<std::string> names_;
};

} // namespace

MergeReport merge_libraries(const std::vector<std::string> &paths, const std::string &output,
                            const CopyOptions &options, const RunOptions &run) {
    check_run(run);
    check_library_path(output, options.replace);
    // Before reading: the output may be among them.
    const WriterLock lock(output, options.wait_seconds, run);
    std::vector<std::unique_ptr<TileStore>> stores;
    for (const std::string &path : paths)
        stores.push_back(open_store(path));
    const bool shards = !stores.empty() && std::ranges::all_of(stores, &is_shard);
    if (stores.size() < 2 && !shards)
        throw Error(ErrorCode::invalid_argument, "two libraries at least can be merged");
    for (std::size_t i = 0; i < paths.size(); ++i)
        check_alike(stores[0]->info(), stores[i]->info(), paths, i);
    if (shards)
        check_shards(stores, paths);
    Merger merger;
    for (std::size_t i = 0; i < paths.size(); ++i)
        if (shards)
            merger.add_shard(i, *stores[i]);
        else
            merger.add_library(i, *stores[i]);
    const StoreInfo &first = stores[0]->info();
    if (first.tile != any_shape)
        std::ranges::stable_sort(merger.photos, {}, [](const Merged &each) -> const std::string & {
            return each.photo.path;
        });
    std::vector<StoredTiles> tiles;
    for (const auto &store : stores)
        tiles.emplace_back(*store);
    LibraryWriter writer(options.store.empty() ? store_kind_and_options(paths[0]) : options.store,
                         output, first.tile, options.replace, run);
    ProgressCounter progress(run, "copy", merger.photos.size());
    for (const auto &[library, photo] : merger.photos) {
        throw_if_cancelled(run);
        for (TileId id = photo.first; id < photo.first + photo.tiles; ++id) {
            TileRecord record = stores[library]->record(id);
            record.name = photo.name;
            writer.copy(tiles[library], id, record);
        }
        progress.add(1);
    }
    StoreInfo info;
    info.options = first.options;
    for (const auto &store : stores)
        info.skipped += store->info().skipped;
    if (shards && info.skipped == 0)
        info.inputs = inputs_of(merger.photos, first);
    writer.finish(info);
    merger.report.tiles = writer.tiles();
    return merger.report;
}

} // namespace tessera
