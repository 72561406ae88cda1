// Why: docs/decisions/an-empty-cell-is-a-variant.md

#include <tessera/error.hpp>
#include <tessera/mosaic.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
namespace {

void check_tile(TileId tile, std::uint32_t tiles) {
    if (tile >= tiles && tile != no_tile)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a cell holds tile {} of a library of {} tiles", tile, tiles));
}

void check_turn(Orientation orientation, TileShape tile) {
    if (orientation > Orientation::turned_270)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a tile is laid in one of 8 ways, 0 to 7, not {}",
                                static_cast<int>(orientation)));
    if (swaps_sides(orientation) && tile.width != tile.height)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("tiles of {} x {} px can't be turned on their side", tile.width,
                                tile.height));
}

void check_empty(const Placement &placement) {
    if (placement.is_empty() && placement != Placement::empty())
        throw Error(ErrorCode::invalid_argument,
                    "an empty cell holds nothing that could be turned, tinted or enlarged");
}

void check_block(Block block) {
    if (block.scale != 1 && block.scale != 2 && block.scale != 4)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a cell enlarges its tile {} times, and tiles are shown at 1, 2 "
                                "or 4 times their size",
                                block.scale));
    if (block.column >= block.scale || block.row >= block.scale)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a cell shows block {}, {} of a tile enlarged {} times",
                                block.column, block.row, block.scale));
}

} // namespace

Mosaic::Mosaic(Grid grid, TileLibrary library, MosaicOrigin origin, std::uint64_t cells)
    : grid_(grid), size_(mosaic_size(grid, library.info().tile)), library_(std::move(library)),
      origin_(std::move(origin)) {
    if (cells != grid_.cells())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} x {} cells need as many placements, not {}", grid_.columns,
                                grid_.rows, cells));
}

Mosaic::Mosaic(Grid grid, std::span<const Placement> placements, TileLibrary library,
               MosaicOrigin origin)
    : Mosaic(grid, std::move(library), std::move(origin), placements.size()) {
    variants_.assign(placements.begin(), placements.end());
    std::sort(variants_.begin(), variants_.end());
    variants_.erase(std::unique(variants_.begin(), variants_.end()), variants_.end());
    for (const Placement &variant : variants_) {
        check_tile(variant.tile, library_.info().tiles);
        check_empty(variant);
        check_turn(variant.orientation, tile());
        check_block(variant.block);
    }
    cells_.resize(placements.size());
    std::transform(
        placements.begin(), placements.end(), cells_.begin(), [&](const Placement &placement) {
            const auto at = std::lower_bound(variants_.begin(), variants_.end(), placement);
            return static_cast<VariantIndex>(at - variants_.begin());
        });
}

Mosaic Mosaic::of_tiles(Grid grid, std::vector<TileId> tiles, TileLibrary library,
                        MosaicOrigin origin) {
    Mosaic mosaic(grid, std::move(library), std::move(origin), tiles.size());
    const std::uint32_t count = mosaic.library_.info().tiles;
    // By tile, and after all tiles for empty cells: first whether it is used, then its variant.
    std::vector<VariantIndex> index(std::size_t{count} + 1);
    for (const TileId tile : tiles) {
        check_tile(tile, count);
        index[std::min(tile, count)] = 1;
    }
    for (TileId tile = 0; tile <= count; ++tile)
        if (index[tile]) {
            index[tile] = static_cast<VariantIndex>(mosaic.variants_.size());
            mosaic.variants_.push_back(tile < count ? Placement{tile} : Placement::empty());
        }
    mosaic.cells_ = std::move(tiles);
    for (VariantIndex &cell : mosaic.cells_)
        cell = index[std::min(cell, count)];
    return mosaic;
}

Mosaic Mosaic::with_background(std::optional<Rgb> colour) && {
    background_ = colour;
    return std::move(*this);
}

std::vector<std::uint64_t> Mosaic::uses() const {
    std::vector<std::uint64_t> uses(variants_.size());
    for (const VariantIndex cell : cells_)
        ++uses[cell];
    return uses;
}

std::uint64_t Mosaic::empty_cells() const {
    if (!has_empty())
        return 0;
    const auto empty = static_cast<VariantIndex>(variants_.size() - 1);
    return static_cast<std::uint64_t>(std::ranges::count(cells_, empty));
}

std::vector<TileId> Mosaic::distinct_tiles() const {
    std::vector<TileId> tiles;
    for (const Placement &variant : variants_)
        if (!variant.is_empty() && (tiles.empty() || tiles.back() != variant.tile))
            tiles.push_back(variant.tile);
    return tiles;
}

} // namespace tessera
