#include <tessera/overview.hpp>

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "image/session.hpp"
#include "library/duplicates.hpp"
#include "overview/photos.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <memory>
#include <numeric>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace {

constexpr std::size_t tiles_per_turn = 32;

std::vector<TileId> tiles_of(const TileLibrary &library, const SheetOptions &options) {
    std::vector<TileId> tiles(library.info().tiles);
    std::iota(tiles.begin(), tiles.end(), TileId{0});
    if (!options.tiles)
        return tiles;
    for (const TileId tile : *options.tiles)
        if (tile >= tiles.size())
            throw Error(
                ErrorCode::invalid_argument,
                fmt::format("the library has {} tiles; there is no tile {}", tiles.size(), tile));
    return *options.tiles;
}

/// Groups of several, numbered from 1 in the order of their first tiles.
struct Groups {
    std::vector<PhotoIndex> photo_of;    ///< of each tile
    std::vector<std::uint32_t> alike;    ///< tiles of each photo
    std::vector<std::uint32_t> group_of; ///< of each photo; 0: it is one tile
    std::uint32_t count = 0;
};

Groups find_groups(const TileStore &store, const std::vector<TileId> &tiles) {
    const auto all = store.features();
    std::vector<TileFeatures> features;
    for (const TileId tile : tiles)
        features.push_back(all[tile]);
    Groups groups{group_duplicates(features, true), {}, {}, 0};
    for (const PhotoIndex photo : groups.photo_of) {
        groups.alike.resize(std::max<std::size_t>(groups.alike.size(), photo + std::size_t{1}));
        ++groups.alike[photo];
    }
    for (const std::uint32_t tiles_alike : groups.alike)
        groups.group_of.push_back(tiles_alike > 1 ? ++groups.count : 0);
    return groups;
}

} // namespace

Sheet contact_sheet(const TileLibrary &library, const SheetOptions &options,
                    const RunOptions &run) {
    check_run(run);
    start_libvips();
    const std::vector<TileId> tiles = tiles_of(library, options);
    const Groups groups = find_groups(library.store(), tiles);
    throw_if_cancelled(run);
    const std::size_t first = std::min(options.skip, tiles.size());
    Sheet sheet{{}, tiles.size(), groups.count};
    sheet.photos.resize(std::min(options.most, tiles.size() - first));
    const ScopedManyPictures tuned;
    ProgressCounter progress(run, "sheet", sheet.photos.size());
    parallel_for((sheet.photos.size() + tiles_per_turn - 1) / tiles_per_turn, threads_of(run), [&] {
        return [&, thread = std::make_unique<VipsThread>()](std::size_t turn) {
            throw_if_cancelled(run);
            const std::size_t begin = turn * tiles_per_turn;
            const std::size_t end = std::min(begin + tiles_per_turn, sheet.photos.size());
            for (std::size_t i = begin; i < end; ++i) {
                const TileId tile = tiles[first + i];
                const PhotoIndex photo = groups.photo_of[first + i];
                sheet.photos[i] = {tile, library.store().record(tile),
                                   thumbnail_of(library.store(), tile, options.thumbnail),
                                   groups.group_of[photo], groups.alike[photo]};
            }
            progress.add(end - begin);
        };
    });
    return sheet;
}

} // namespace tessera
