#include "compose/cell_pyramid.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"

#include <algorithm>

namespace tessera::internal {
namespace {

constexpr std::size_t bands = 3;
constexpr int rows_at_once_log2 = 6; // of cells, that a thread takes

int divided(int count, int level) {
    return static_cast<int>((std::int64_t{count} + (std::int64_t{1} << level) - 1) >> level);
}

/// Cells along a side that px `at` of a level stands for.
float cells_of(int at, int level, int count) {
    const std::int64_t begin = std::int64_t{at} << level;
    return static_cast<float>(std::min(std::int64_t{count}, begin + (std::int64_t{1} << level)) -
                              begin);
}

} // namespace

int CellPyramid::count(Grid grid) {
    int levels = 0;
    while (divided(std::max(grid.columns, grid.rows), levels) > 1)
        ++levels;
    return levels;
}

Grid CellPyramid::size(Grid grid, int level) {
    return {divided(grid.columns, level), divided(grid.rows, level)};
}

CellPyramid::CellPyramid(const Mosaic &mosaic, const TileLevels &means, const RunOptions &run)
    : mosaic_(mosaic), means_(means), grid_(mosaic.grid()),
      levels_(static_cast<std::size_t>(count(grid_)) + 1) {
    for (int level = 1; level <= count(grid_); ++level)
        levels_[static_cast<std::size_t>(level)].resize(size(grid_, level).cells() * bands);
    const int low = std::min(rows_at_once_log2, count(grid_));
    std::vector<Row> ready(static_cast<std::size_t>(size(grid_, low).rows));
    parallel_for(ready.size(), threads_of(run), [&] {
        return [&](std::size_t y) {
            throw_if_cancelled(run);
            ready[y] = make_row(low, static_cast<int>(y), {});
        };
    });
    if (low < count(grid_))
        static_cast<void>(make_row(count(grid_), 0, ready));
}

const std::uint8_t *CellPyramid::row(int level, int y) const noexcept {
    const auto columns = static_cast<std::size_t>(size(grid_, level).columns);
    return &levels_[static_cast<std::size_t>(level)][static_cast<std::size_t>(y) * columns * bands];
}

/// ready: rows of the highest level of which there are rows already.
CellPyramid::Row CellPyramid::make_row(int level, int y, const std::vector<Row> &ready) {
    if (level == rows_at_once_log2 && !ready.empty())
        return ready[static_cast<std::size_t>(y)];
    if (level == 0)
        return cell_row(y);
    const Grid below = size(grid_, level - 1);
    const bool two = 2 * y + 1 < below.rows;
    const Row upper = make_row(level - 1, 2 * y, ready);
    const Row lower = two ? make_row(level - 1, 2 * y + 1, ready) : upper;
    const float height = cells_of(2 * y, level - 1, grid_.rows);
    const float lower_height = two ? cells_of(2 * y + 1, level - 1, grid_.rows) : height;
    const int columns = size(grid_, level).columns;
    Row row(static_cast<std::size_t>(columns) * bands);
    std::uint8_t *out =
        &levels_[static_cast<std::size_t>(level)][static_cast<std::size_t>(y) * row.size()];
    for (int x = 0; x < columns; ++x) {
        const int next = std::min(2 * x + 1, below.columns - 1);
        const float width = cells_of(2 * x, level - 1, grid_.columns);
        const float next_width = cells_of(next, level - 1, grid_.columns);
        const auto left = static_cast<std::size_t>(2 * x) * bands;
        const auto right = static_cast<std::size_t>(next) * bands;
        for (std::size_t band = 0; band < bands; ++band) {
            const float sum =
                height * (width * upper[left + band] + next_width * upper[right + band]) +
                lower_height * (width * lower[left + band] + next_width * lower[right + band]);
            const float mean = sum / ((height + lower_height) * (width + next_width));
            row[static_cast<std::size_t>(x) * bands + band] = mean;
            *out++ = static_cast<std::uint8_t>(mean + 0.5F);
        }
    }
    return row;
}

CellPyramid::Row CellPyramid::cell_row(int y) const {
    Row row;
    row.reserve(static_cast<std::size_t>(grid_.columns) * bands);
    for (const VariantIndex variant : mosaic_.cells_of(y)) {
        const std::uint8_t *mean = means_.of(means_.count() - 1, variant);
        row.insert(row.end(), mean, mean + bands);
    }
    return row;
}

} // namespace tessera::internal
