#include "match/assign.hpp"
#include "match/index.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {

void check_grid(const Source &source, Grid grid, TileShape tile) {
    const Rect area = central_crop(source.size(), grid, tile);
    if (area.width < grid.columns || area.height < grid.rows)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a grid of {} x {} cells needs at least as many px; '{}' has {} x "
                                "{}, of which {} x {} have the mosaic's shape",
                                grid.columns, grid.rows, source.path(), source.size().width,
                                source.size().height, area.width, area.height));
}

Mosaic match(const Source &source, const TileLibrary &library, Grid grid, const RunOptions &run) {
    const StoreInfo &info = library.info();
    check_grid(source, grid, info.tile);
    const Rect area = central_crop(source.size(), grid, info.tile);
    const NearestIndex index(library.store().descriptors(), info.dim);
    Assignment assignment(grid, find_descriptor(info.descriptor), index, run);
    const AveragingSink sink{{assignment.parts()},
                             [&](const PartLine &line) { assignment.take(line); }};
    source.stream_averages(area, {&sink, 1}, run, "match");
    return Mosaic::of_tiles(
        grid, std::move(assignment).finish(), library,
        {std::filesystem::path(source.path()).filename().string(), source.size(), info.descriptor});
}

} // namespace tessera
