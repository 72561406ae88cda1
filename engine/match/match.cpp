#include "base/run.hpp"
#include "match/index.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
namespace {

/// The samples of one cell, gathered from rows x columns x samples x samples of all.
void gather(std::span<const double> averages, Grid grid, int samples, int row, int column,
            std::span<double> cell) {
    const auto across = static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(samples);
    const auto width = static_cast<std::size_t>(samples) * 3;
    for (std::size_t y = 0; y < static_cast<std::size_t>(samples); ++y) {
        const std::size_t at =
            ((static_cast<std::size_t>(row) * static_cast<std::size_t>(samples) + y) * across +
             static_cast<std::size_t>(column) * static_cast<std::size_t>(samples)) *
            3;
        std::copy_n(averages.begin() + static_cast<std::ptrdiff_t>(at), width,
                    cell.begin() + static_cast<std::ptrdiff_t>(y * width));
    }
}

/// Nearest tile of each cell. averages: as Source::area_averages() of all cells' samples.
std::vector<TileId> assign(std::span<const double> averages, Grid grid,
                           const Descriptor &descriptor, const NearestIndex &index,
                           const RunOptions &run) {
    std::vector<TileId> tiles(grid.cells());
    const auto samples = static_cast<std::size_t>(descriptor.samples());
    ProgressCounter progress(run, "match", static_cast<std::uint64_t>(grid.rows));
#pragma omp parallel num_threads(threads_of(run))
    {
        std::vector<double> cell(samples * samples * 3);
        std::vector<double> target(static_cast<std::size_t>(descriptor.dim()));
#pragma omp for schedule(dynamic)
        for (int row = 0; row < grid.rows; ++row) {
            for (int column = 0; column < grid.columns && !run.cancel.stop_requested(); ++column) {
                gather(averages, grid, descriptor.samples(), row, column, cell);
                descriptor.describe(cell, target);
                tiles[static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) +
                      static_cast<std::size_t>(column)] = index.nearest(target);
            }
            progress.add(1);
        }
    }
    throw_if_cancelled(run);
    return tiles;
}

} // namespace

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
    const Descriptor &descriptor = find_descriptor(info.descriptor);
    const Averaging samples{
        {grid.columns * descriptor.samples(), grid.rows * descriptor.samples()}};
    const auto averages = source.area_averages(area, {&samples, 1}, run, "read").front();
    const NearestIndex index(library.store().descriptors(), info.dim);
    return Mosaic::of_tiles(
        grid, assign(averages, grid, descriptor, index, run), library,
        {std::filesystem::path(source.path()).filename().string(), source.size(), info.descriptor});
}

} // namespace tessera
