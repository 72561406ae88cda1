#include <tessera/error.hpp>
#include <tessera/mosaic.hpp>

#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {

Mosaic::Mosaic(Grid grid, std::vector<Placement> placements, TileLibrary library,
               MosaicOrigin origin)
    : grid_(grid), size_(mosaic_size(grid, library.info().tile)),
      placements_(std::move(placements)), library_(std::move(library)), origin_(std::move(origin)) {
    if (placements_.size() != grid_.cells())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} x {} cells need as many placements, not {}", grid_.columns,
                                grid_.rows, placements_.size()));
    for (const Placement &placement : placements_)
        if (placement.tile >= library_.info().tiles)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("a cell holds tile {} of a library of {} tiles", placement.tile,
                                    library_.info().tiles));
}

std::vector<TileId> Mosaic::distinct_tiles() const {
    std::vector<bool> used(library_.info().tiles);
    for (const Placement &placement : placements_)
        used[placement.tile] = true;
    std::vector<TileId> tiles;
    for (TileId id = 0; id < used.size(); ++id)
        if (used[id])
            tiles.push_back(id);
    return tiles;
}

} // namespace tessera
