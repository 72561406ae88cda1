#include "match/cells/cutter.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// The samples of one cell, by vips stats of each.
std::vector<double> samples_of(const VImage &picture, std::span<const Interval> columns,
                               std::span<const Interval> rows) {
    std::vector<double> samples;
    for (const Interval &y : rows)
        for (const Interval &x : columns) {
            const VImage stats =
                picture.extract_area(x.begin, y.begin, x.end - x.begin, y.end - y.begin).stats();
            for (int band = 1; band <= 3; ++band)
                samples.push_back(stats.getpoint(4, band).front());
        }
    return samples;
}

using Cells = std::vector<std::vector<double>>; ///< each cell's averages, row-major

Cells cells_by_stats(const VImage &picture, const Rect &area, Grid grid, std::size_t samples) {
    const auto across = static_cast<std::size_t>(grid.columns) * samples;
    const auto down = static_cast<std::size_t>(grid.rows) * samples;
    const auto columns = split_evenly(area.left, area.width, static_cast<int>(across));
    const auto rows = split_evenly(area.top, area.height, static_cast<int>(down));
    Cells cells;
    for (std::size_t y = 0; y < down; y += samples)
        for (std::size_t x = 0; x < across; x += samples)
            cells.push_back(samples_of(picture, std::span(columns).subspan(x, samples),
                                       std::span(rows).subspan(y, samples)));
    return cells;
}

Cells cut(const Source &source, const Rect &area, Grid grid, int samples) {
    const RunOptions run;
    Cells cells(grid.cells());
    CellCutter cutter(
        grid, samples,
        [&](const CellRun &some) {
            const std::size_t numbers = some.averages.size() / some.count;
            for (std::size_t i = 0; i < some.count; ++i) {
                const auto averages = some.averages.subspan(i * numbers, numbers);
                cells[some.at(i)].assign(averages.begin(), averages.end());
            }
        },
        run);
    const AveragingSink sink{{cutter.parts()}, [&](const PartLine &line) { cutter.add(line); }};
    source.stream_averages(area, {&sink, 1}, run, "match");
    cutter.finish();
    return cells;
}

} // namespace

TEST_CASE("cells: every cell's samples stand upright, however the picture is stored") {
    const TemporaryFolder folder;
    const VImage upright = test::noise(29, 17, 5);
    const Rect area{2, 1, 25, 15};
    struct Cut {
        int samples;
        Grid grid;
    };
    for (const Cut each :
         {Cut{1, {7, 5}}, Cut{2, {7, 5}}, Cut{3, {4, 5}}, Cut{4, {9, 7}}, // more samples than px
          Cut{3, {1, 15}}})                                               // a single column
        for (int orientation = 1; orientation <= 8; ++orientation) {
            CAPTURE(each.samples);
            CAPTURE(orientation);
            VImage stored = test::stored_as(upright, orientation).copy();
            stored.set(VIPS_META_ORIENTATION, orientation);
            stored.tiffsave(folder.path("stored.tif").c_str());
            CHECK(cut(Source::open(folder.path("stored.tif")), area, each.grid, each.samples) ==
                  cells_by_stats(upright, area, each.grid, static_cast<std::size_t>(each.samples)));
        }
}

TEST_CASE("cells: many cells come out as each alone, on either side of a band's end") {
    const TemporaryFolder folder;
    const VImage picture = test::noise(211, 397, 1);
    picture.write_to_file(folder.path("x.png").c_str());
    const auto pixels = test::pixels_of(picture);
    const Cells cells = cut(Source::open(folder.path("x.png")), {0, 0, 211, 397}, {211, 397}, 1);
    REQUIRE(cells.size() * 3 == pixels.size());
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
        REQUIRE(cells[cell] == std::vector<double>(&pixels[cell * 3], &pixels[cell * 3] + 3));
}

} // namespace tessera
