// From photos to a store, and from a store and its photos to the next one.
// Why: docs/decisions/a-library-never-changes.md

#include "base/hasher.hpp"
#include "base/host_call.hpp"
#include "base/log.hpp"
#include "base/run.hpp"
#include "base/writer_lock.hpp"
#include "image/session.hpp"
#include "library/changes.hpp"
#include "library/inputs_digest.hpp"
#include "library/library_writer.hpp"
#include "library/load.hpp"
#include "library/options.hpp"
#include "store/registry.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>

#include <algorithm>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
namespace {

constexpr int longest_tile_side = 4096;
constexpr int most_variations = 1000;

void check_options(std::span<const Photo> photos, const std::string &path,
                   const BuildOptions &options) {
    if (photos.empty())
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("no photo was found to build '{}' from", path));
    const TileShape tile = options.tile.shape;
    if (tile != any_shape && (std::min(tile.width, tile.height) < 1 ||
                              std::max(tile.width, tile.height) > longest_tile_side))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a tile has 1 to {} px a side, not {} x {}", longest_tile_side,
                                tile.width, tile.height));
    if (options.tile.every < 0)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("every frame is 1, every second one 2, not {}", options.tile.every));
    for (const int count : {options.tile.crops, options.tile.copies})
        if (count < 1 || count > most_variations)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("a photo has 1 to {} crops, and a crop as many copies, not {}",
                                    most_variations, count));
}

/// Of photos and options that would make this very library.
Digest inputs_digest(const GivenPhotos &given, const TileOptions &options) {
    InputsDigest digest(options_json(options), options.shape);
    for (std::size_t i = 0; i < given.photos.size(); ++i)
        digest.add(given.files[i].path, given.photos[i].name, given.files[i].bytes,
                   given.files[i].modified_ns);
    return digest.digest();
}

/// A shard's photos, and what it says of all of them.
struct OwnPhotos {
    std::span<const Photo> photos;
    Shard shard;
    Digest all{}; ///< names of all photos; nothing where all are its own

    OwnPhotos(std::span<const Photo> given, Shard which) : photos(given), shard(which) {
        check_shard(shard);
        if (shard.count == 1)
            return;
        if (given.size() < static_cast<std::size_t>(shard.count))
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("{} photos are too few for {} shards", given.size(), shard.count));
        Hasher names;
        for (const Photo &photo : given)
            names.add(std::string_view(photo.name));
        all = names.digest();
        const Range own = shard.of(given.size());
        photos = given.subspan(own.begin, own.size());
    }

    /// Whether a library says the same of itself.
    [[nodiscard]] bool fit(const StoreInfo &info) const {
        return info.shard == shard && info.shard_photos == all;
    }
};

/// Whether a build of these photos is known to give the library that is there.
bool is_current(const StoreInfo &info, const GivenPhotos &given, const TileOptions &options) {
    return info.skipped == 0 && info.tile != any_shape &&
           info.inputs == inputs_digest(given, options) &&
           std::ranges::all_of(given.photos, [](const Photo &photo) {
               return std::holds_alternative<std::monostate>(photo.label);
           });
}

/// The library as it is, if there is one.
struct OldLibrary {
    const TileStore *store = nullptr;
    KnownPhotos known;
    std::string kind; ///< of a new one: what was asked for
};

/// Carries a plan out.
class Build {
  public:
    Build(const GivenPhotos &given, const OwnPhotos &own, const BuildOptions &options,
          const RunOptions &run)
        : given_(given), own_(own), options_(options), run_(run) {}

    BuildReport to(const std::string &path, const OldLibrary &old, const Changes &changes) {
        std::vector<Photo> new_ones;
        for (const PlannedPhoto &photo : changes.photos)
            if (!photo.known)
                new_ones.push_back(given_.photos[*photo.given]);
        PhotoLoader loader(std::move(new_ones), options_.tile, run_);
        report_.removed = changes.removed;
        if (old.store && own_.fit(old.store->info()) && changes.known_stays &&
            old.store->info().skipped == loader.remaining() && loader.all_failed()) {
            for (const PlannedPhoto &photo : changes.photos)
                if (!photo.known)
                    skip(loader.next(), photo);
            report_.kept = changes.photos.size() - report_.skipped.size();
            report_.tiles = old.store->info().tiles;
            return std::move(report_);
        }
        LibraryWriter writer(old.kind, path, options_.tile.shape, old.store || options_.replace,
                             run_);
        write(writer, old, changes, loader);
        finish(writer, changes);
        return std::move(report_);
    }

  private:
    void write(LibraryWriter &writer, const OldLibrary &old, const Changes &changes,
               PhotoLoader &loader) {
        std::optional<StoredTiles> tiles;
        if (old.store)
            tiles.emplace(*old.store);
        for (const PlannedPhoto &photo : changes.photos) {
            throw_if_cancelled(run_);
            if (photo.known) {
                copy(writer, *tiles, old.known.all()[*photo.known], photo);
                count(photo.fate);
            } else if (const Outcome outcome = loader.next(); !outcome.error) {
                for (std::size_t i = 0; i < outcome.tiles.size(); ++i)
                    writer.add(outcome.tiles[i].pixels, outcome.features[i],
                               outcome.tiles[i].record);
                count(photo.fate);
            } else {
                report_.removed += photo.fate == Fate::changed ? 1 : 0;
                skip(outcome, photo);
            }
        }
    }

    void copy(LibraryWriter &writer, const StoredTiles &from, const KnownPhoto &known,
              const PlannedPhoto &photo) {
        for (TileId id = known.first; id < known.first + known.tiles; ++id) {
            TileRecord record = from.store().record(id);
            if (photo.given)
                describe_file(record, given_.photos[*photo.given], given_.files[*photo.given]);
            writer.copy(from, id, record);
        }
    }

    void count(Fate fate) {
        ++(fate == Fate::kept      ? report_.kept
           : fate == Fate::added   ? report_.added
           : fate == Fate::changed ? report_.changed
                                   : report_.moved);
    }

    void skip(const Outcome &outcome, const PlannedPhoto &photo) {
        report_.skipped.push_back({given_.photos[*photo.given].path, reason_of(outcome.error)});
        if (options_.on_skip)
            call_host(options_.on_skip, report_.skipped.back());
        if (options_.on_error == OnError::fail)
            std::rethrow_exception(outcome.error);
        log().info("skipped: {}", report_.skipped.back().reason);
    }

    void finish(LibraryWriter &writer, const Changes &changes) {
        if (writer.tiles() == 0)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("none of the {} photos could be read; the first: {}",
                                    report_.skipped.size(), report_.skipped.front().reason));
        StoreInfo info;
        if (changes.only_given && options_.tile.shape != any_shape)
            info.inputs = inputs_digest(given_, options_.tile);
        info.skipped = report_.skipped.size();
        info.options = options_json(options_.tile);
        info.shard = own_.shard;
        info.shard_photos = own_.all;
        report_.tiles = writer.tiles();
        report_.written = true;
        writer.finish(info);
    }

    const GivenPhotos &given_;
    const OwnPhotos &own_;
    const BuildOptions &options_;
    const RunOptions &run_;
    BuildReport report_;
};

PhotoOrder order_of(const BuildOptions &options) {
    return options.tile.shape == any_shape ? PhotoOrder::as_added : PhotoOrder::by_path;
}

} // namespace

BuildReport build_library(std::span<const Photo> photos, const std::string &path,
                          const BuildOptions &options, const RunOptions &run) {
    check_run(run);
    check_options(photos, path, options);
    check_library_path(path, options.replace);
    start_libvips();
    const WriterLock lock(path, options.wait_seconds, run);
    const OwnPhotos own(photos, options.shard);
    const auto files = files_of(own.photos, threads_of(run));
    const GivenPhotos given{own.photos, files};
    const OldLibrary none{nullptr, KnownPhotos(), options.store};
    const Changes changes = plan_changes(given, none.known, order_of(options), false, run);
    return Build(given, own, options, run).to(path, none, changes);
}

BuildReport update_library(std::span<const Photo> photos, const std::string &path,
                           const BuildOptions &options, const RunOptions &run) {
    check_run(run);
    check_options(photos, path, options);
    if (!is_store(path))
        return build_library(photos, path, options, run);    // or refused there, if it is a file
    const std::string target = fs::canonical(path).string(); // links stay links
    const OwnPhotos own(photos, options.shard);
    const auto files = files_of(own.photos, threads_of(run));
    const GivenPhotos given{own.photos, files};
    const StoreInfo info = open_store(target)->info();
    check_tile_options(info, options.tile, path);
    if (own.fit(info) && is_current(info, given, options.tile)) {
        clear_leftovers(target);
        BuildReport report;
        report.tiles = info.tiles;
        report.kept = own.photos.size();
        return report;
    }
    check_library_path(target, true);
    start_libvips();
    const WriterLock lock(target, options.wait_seconds, run);
    const auto store = open_store(target); // what is there now: nobody else changes it from here on
    check_tile_options(store->info(), options.tile, path);
    const OldLibrary old{store.get(), KnownPhotos(*store), store_kind_and_options(target)};
    const bool prune = options.prune || own.shard.count > 1; // what left its share is another's now
    const Changes changes = plan_changes(given, old.known, order_of(options), prune, run);
    return Build(given, own, options, run).to(target, old, changes);
}

} // namespace tessera
