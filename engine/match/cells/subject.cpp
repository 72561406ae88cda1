#include "match/cells/subject.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "image/colour/area.hpp"
#include "image/view.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {

namespace {

/// Each row of cells by itself.
void cut_rows(const ImageView &view, const Rect &area, const CellShape &cells,
              const CellCutter::Take &take, const RunOptions &run) {
    const Grid grid = cells.grid;
    const int samples = cells.samples;
    const auto columns = split_evenly(area.left, area.width, grid.columns * samples);
    const auto rows = split_evenly(area.top, area.height, grid.rows * samples);
    const RunOptions alone{.threads = 1, .cancel = run.cancel};
    parallel_for(static_cast<std::size_t>(grid.rows), threads_of(run), [&] {
        return [&](std::size_t row) {
            CellCutter cutter(grid, samples, take, alone);
            const auto first = static_cast<std::int64_t>(row) * samples;
            const auto begin = rows.begin() + first;
            const std::vector<Interval> own(begin, begin + samples);
            AreaMeans means(
                columns, own, Transfer::srgb,
                [&](std::size_t line, std::span<const double> averages) {
                    cutter.add({(first + static_cast<std::int64_t>(line)) * grid.columns * samples,
                                1, averages});
                });
            for (int y = own.front().begin; y < own.back().end; ++y)
                means.add_row(y, view.row(y));
            cutter.finish();
        };
    });
}

} // namespace

Subject subject_of(const Source &source, const RunOptions &run) {
    return {std::filesystem::path(source.path()).filename().string(), source.size(),
            [&](const Rect &area, const CellShape &cells, const CellCutter::Take &take) {
                CellCutter cutter(cells.grid, cells.samples, take, run);
                const AveragingSink sink{{cutter.parts()},
                                         [&](const PartLine &line) { cutter.add(line); }};
                source.stream_averages(area, {&sink, 1}, run, "match");
                cutter.finish();
            }};
}

Subject subject_of(const ImageView &view, const std::string &name, const RunOptions &run) {
    check_view(view, name);
    if (view.bands != 3)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has {} bands; 3 were wanted", name, view.bands));
    return {name, view.size(),
            [&](const Rect &area, const CellShape &cells, const CellCutter::Take &take) {
                cut_rows(view, area, cells, take, run);
            }};
}

} // namespace tessera::internal
