// Single pictures out of stores, and into them.

#include "base/hasher.hpp"
#include "base/parallel.hpp"
#include "base/pending_output.hpp"
#include "base/run.hpp"
#include "base/writer_lock.hpp"
#include "image/picture.hpp"
#include "image/session.hpp"
#include "image/view.hpp"
#include "library/library_writer.hpp"
#include "store/registry.hpp"

#include <tessera/error.hpp>
#include <tessera/maintain.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
namespace {

constexpr std::size_t least_digits = 4;

void check(const Picture &picture) {
    const PictureShape &shape = picture.record.shape;
    if (shape.width < 1 || shape.height < 1 || shape.bands < 1 || shape.bands > 4 ||
        picture.pixels.size() != shape.bytes())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a picture of {} x {} px and {} bands was given {} bytes of pixels",
                                shape.width, shape.height, shape.bands, picture.pixels.size()));
}

std::unique_ptr<TileStore> open_if_there(const std::string &path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return nullptr;
    auto store = open_store(path);
    if (store->info().tile != any_shape)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' is a library of tiles of {} x {} px; a store of pictures of "
                                "any size was wanted",
                                path, store->info().tile.width, store->info().tile.height));
    return store;
}

} // namespace

Picture load_picture(const TileStore &store, TileId id) {
    Picture picture;
    picture.record = store.record(id);
    picture.pixels.resize(picture.record.shape.bytes());
    store.read(id, picture.pixels);
    return picture;
}

std::vector<Picture> load_pictures(const TileStore &store, TileId first, std::uint32_t count) {
    std::vector<Picture> pictures;
    pictures.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        pictures.push_back(load_picture(store, first + i));
    return pictures;
}

TileId store_pictures(std::span<const Picture> pictures, const std::string &path,
                      const StoreOptions &options) {
    for (const Picture &picture : pictures)
        check(picture);
    const WriterLock lock(path, options.wait_seconds, {});
    const auto old = open_if_there(path);
    LibraryWriter writer(old ? store_kind_and_options(path) : options.kind, path, any_shape,
                         old != nullptr, {});
    if (old) {
        const StoredTiles tiles(*old);
        for (TileId id = 0; id < old->info().tiles; ++id)
            writer.copy(tiles, id, old->record(id));
    }
    const TileId first = writer.tiles();
    for (const Picture &picture : pictures) {
        TileRecord record = picture.record;
        record.pixels = hash_bytes(picture.pixels);
        writer.add(picture.pixels, {}, record);
    }
    writer.finish({});
    return first;
}

void save_png(const ImageView &pixels, const std::string &path, bool replace) {
    check_view(pixels, path);
    PendingOutput output(path, replace);
    std::vector<std::uint8_t> packed;
    for (int y = 0; y < pixels.height && !pixels.is_packed(); ++y)
        packed.insert(packed.end(), pixels.row(y), pixels.row(y) + pixels.row_bytes());
    write_png(pixels.is_packed() ? pixels : view_of(packed, pixels.size(), pixels.bands),
              output.path());
    output.commit(Durability::buffered);
}

void export_pictures(const TileStore &store, const std::string &folder, const RunOptions &run) {
    check_run(run);
    fs::path final(folder);
    if (!final.has_filename()) // "out/" is "out"
        final = final.parent_path();
    if (fs::exists(fs::symlink_status(final)))
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write '{}': it exists already", final.string()));
    start_libvips();
    PendingOutput output(final.string(), false);
    fs::create_directory(output.path());
    const std::uint32_t count = store.info().tiles;
    const std::size_t digits = std::max(least_digits, std::to_string(count - 1).size());
    const ScopedManyPictures tuned;
    ProgressCounter progress(run, "export", count);
    parallel_for(count, threads_of(run), [&] {
        return [&, thread = std::make_unique<VipsThread>()](std::size_t id) {
            throw_if_cancelled(run);
            const Picture picture = load_picture(store, static_cast<TileId>(id));
            write_png(view_of(picture), fmt::format("{}/{:0{}}.png", output.path(), id, digits));
            progress.add(1);
        };
    });
    output.commit(Durability::buffered);
}

} // namespace tessera
