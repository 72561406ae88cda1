#include "match/cells/plane.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cstddef>
#include <spdlog/fmt/fmt.h>
#include <string_view>

namespace tessera::internal {
namespace {

constexpr double half = 127.5;
constexpr double most_weight = 4;

/// Calls take(cell, mean of its px, 0 .. 255) for each cell.
template <class Take>
void for_each_mean(const Source &plane, Grid grid, TileShape tile, const RunOptions &run,
                   std::string_view stage, Take &&take) {
    const AveragingSink sink{{grid}, [&](const PartLine &line) {
                                 for (std::size_t i = 0; i * 3 < line.means.size(); ++i) {
                                     const double *means = &line.means[i * 3];
                                     const auto step = static_cast<std::int64_t>(i) * line.step;
                                     take(static_cast<std::size_t>(line.first + step),
                                          (means[0] + means[1] + means[2]) / 3);
                                 }
                             }};
    plane.stream_averages(central_crop(plane.size(), grid, tile), {&sink, 1}, run, stage);
}

} // namespace

std::vector<bool> filled_cells(const Source &mask, Grid grid, TileShape tile,
                               const RunOptions &run) {
    std::vector<bool> filled(grid.cells());
    for_each_mean(mask, grid, tile, run, "mask",
                  [&](std::size_t cell, double mean) { filled[cell] = mean >= half; });
    if (std::ranges::find(filled, true) == filled.end())
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("the mask '{}' leaves no cell to be filled: none of {} x {} is half "
                        "white or more",
                        mask.path(), grid.columns, grid.rows));
    return filled;
}

std::vector<float> cell_weights(const Source &importance, Grid grid, TileShape tile,
                                const RunOptions &run) {
    std::vector<float> weights(grid.cells());
    for_each_mean(importance, grid, tile, run, "importance", [&](std::size_t cell, double mean) {
        weights[cell] = static_cast<float>(1 + (most_weight - 1) * mean / 255);
    });
    return weights;
}

} // namespace tessera::internal
