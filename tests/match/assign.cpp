#include "match/assign.hpp"

#include "support/images.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// A cell's samples as they are.
class Samples final : public Descriptor {
  public:
    explicit Samples(int samples) : samples_(samples) {}

    [[nodiscard]] std::string_view name() const noexcept override { return "samples"; }
    [[nodiscard]] std::string_view summary() const noexcept override { return ""; }
    [[nodiscard]] int samples() const noexcept override { return samples_; }
    [[nodiscard]] int dim() const noexcept override { return samples_ * samples_ * 3; }
    void describe(std::span<const double> averages, std::span<double> vector) const override {
        std::ranges::copy(averages, vector.begin());
    }

  private:
    int samples_;
};

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

std::vector<TileId> assign_by_stats(const VImage &picture, const Rect &area, Grid grid,
                                    std::size_t samples, const NearestIndex &index) {
    const auto across = static_cast<std::size_t>(grid.columns) * samples;
    const auto down = static_cast<std::size_t>(grid.rows) * samples;
    const auto columns = split_evenly(area.left, area.width, static_cast<int>(across));
    const auto rows = split_evenly(area.top, area.height, static_cast<int>(down));
    std::vector<TileId> tiles;
    for (std::size_t y = 0; y < down; y += samples)
        for (std::size_t x = 0; x < across; x += samples)
            tiles.push_back(
                index.nearest(samples_of(picture, std::span(columns).subspan(x, samples),
                                         std::span(rows).subspan(y, samples))));
    return tiles;
}

NearestIndex random_index(int dim) {
    std::mt19937 random(3);
    std::vector<double> vectors(std::size_t{200} * static_cast<std::size_t>(dim));
    for (double &value : vectors)
        value = 60 + static_cast<double>(random() % 1360) / 10;
    return {std::move(vectors), dim};
}

std::vector<TileId> assign(const Source &source, const Rect &area, Grid grid,
                           const Descriptor &descriptor, const NearestIndex &index) {
    const RunOptions run;
    Assignment assignment(grid, descriptor, index, run);
    const AveragingSink sink{{assignment.parts()},
                             [&](const PartLine &line) { assignment.take(line); }};
    source.stream_averages(area, {&sink, 1}, run, "match");
    return std::move(assignment).finish();
}

} // namespace

TEST_CASE("assign: every cell's samples stand upright, however the picture is stored") {
    const TemporaryFolder folder;
    const VImage upright = test::noise(29, 17, 5);
    const Rect area{2, 1, 25, 15};
    for (const auto &[samples, grid] : {std::pair{1, Grid{7, 5}},
                                        {2, Grid{7, 5}},
                                        {3, Grid{4, 5}},
                                        {4, Grid{9, 7}},   // more samples than px
                                        {3, Grid{1, 15}}}) // a single column
        for (int orientation = 1; orientation <= 8; ++orientation) {
            CAPTURE(samples);
            CAPTURE(orientation);
            VImage stored = test::stored_as(upright, orientation).copy();
            stored.set(VIPS_META_ORIENTATION, orientation);
            stored.tiffsave(folder.path("stored.tif").c_str());
            const Samples descriptor(samples);
            const NearestIndex index = random_index(descriptor.dim());
            const auto expected =
                assign_by_stats(upright, area, grid, static_cast<std::size_t>(samples), index);
            CHECK(assign(Source::open(folder.path("stored.tif")), area, grid, descriptor, index) ==
                  expected);
            CHECK(std::ranges::adjacent_find(expected, std::not_equal_to{}) != expected.end());
        }
}

TEST_CASE("assign: many cells come out as each alone, on either side of a band's end") {
    const TemporaryFolder folder;
    const VImage picture = test::noise(211, 397, 1);
    picture.write_to_file(folder.path("x.png").c_str());
    const auto pixels = test::pixels_of(picture);
    const Samples descriptor(1);
    const NearestIndex index = random_index(3);
    const auto tiles =
        assign(Source::open(folder.path("x.png")), {0, 0, 211, 397}, {211, 397}, descriptor, index);
    REQUIRE(tiles.size() * 3 == pixels.size());
    for (std::size_t cell = 0; cell < tiles.size(); ++cell) {
        const std::vector<double> colour(&pixels[cell * 3], &pixels[cell * 3] + 3);
        REQUIRE(tiles[cell] == index.nearest(colour));
    }
}

} // namespace tessera
