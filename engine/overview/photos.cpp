#include "overview/photos.hpp"

#include "compose/variant.hpp"
#include "image/colour/area.hpp"
#include "overview/cell_means.hpp"
#include "overview/encode.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>

namespace tessera::internal {
namespace {

std::vector<PhotoUse> pictured(const Mosaic &mosaic, std::span<const TileId> ids,
                               const std::vector<std::uint64_t> &uses, int longest) {
    std::vector<PhotoUse> photos;
    for (const TileId id : ids)
        photos.push_back({id, uses[id], thumbnail_of(mosaic.library().store(), id, longest)});
    return photos;
}

} // namespace

EncodedImage thumbnail_of(const TileStore &store, TileId id, int longest) {
    const TileShape tile = store.info().tile;
    std::vector<std::uint8_t> scratch;
    const auto pixels = laid_tile(store, {id}, scratch);
    const Grid px = px_within({tile.width, tile.height}, longest, {tile.width, tile.height});
    if (px == Grid{tile.width, tile.height})
        return encode_photo(view_of(pixels, size_of(px)));
    std::vector<std::uint8_t> small;
    for (const double mean : area_averages(pixels, tile, px))
        small.push_back(static_cast<std::uint8_t>(std::lround(mean)));
    return encode_photo(view_of(small, size_of(px)));
}

std::vector<std::uint64_t> tile_uses(const Mosaic &mosaic) {
    std::vector<std::uint64_t> uses(mosaic.library().info().tiles);
    const auto of_variants = mosaic.uses();
    for (std::size_t i = 0; i < of_variants.size(); ++i)
        if (const Placement &variant = mosaic.variants()[i]; !variant.is_empty())
            uses[variant.tile] += of_variants[i];
    return uses;
}

void list_photos(const Mosaic &mosaic, const std::vector<std::uint64_t> &uses,
                 const OverviewOptions &options, Overview &overview) {
    std::vector<TileId> used, unused;
    const auto take = [&](TileId id) { (uses[id] ? used : unused).push_back(id); };
    if (options.tiles)
        std::ranges::for_each(*options.tiles, take);
    else
        for (TileId id = 0; id < uses.size(); ++id)
            take(id);
    overview.photos = used.size() + unused.size();
    std::ranges::stable_sort(used, std::greater(), [&](TileId id) { return uses[id]; });
    const std::size_t most = std::min(options.photos, (used.size() + 1) / 2);
    const std::size_t least = std::min(options.photos, used.size() - most);
    const auto list = [&](std::span<const TileId> ids) {
        return pictured(mosaic, ids, uses, options.thumbnail);
    };
    overview.most_used = list(std::span(used).first(most));
    std::ranges::reverse(used);
    overview.least_used = list(std::span(used).first(least));
    overview.unused = unused.size();
    unused.resize(std::min(options.photos, unused.size()));
    overview.never_used = list(unused);
}

} // namespace tessera::internal
