// Cells that stay empty, that matter most, that are large: checked on finished mosaics.

#include "support/images.hpp"
#include "support/matched.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <map>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

constexpr Grid grid{30, 20};

bool in_disc(int row, int column) {
    return (row - 10) * (row - 10) + (column - 15) * (column - 15) < 80;
}

struct Scene {
    TemporaryFolder folder;
    TileLibrary library = test::make_library(folder, 60, {8, 8});
    Source source = picture("source.png", test::noise(30, 20, 3).resize(8, smooth()));

    static vips::VOption *smooth() { return VImage::option()->set("kernel", VIPS_KERNEL_CUBIC); }
    [[nodiscard]] Source picture(const std::string &name, const VImage &image) const {
        image.write_to_file(folder.path(name).c_str());
        return Source::open(folder.path(name));
    }
    /// White in every cell that `is_white` says, of a px each.
    template <class IsWhite> [[nodiscard]] Source mask(IsWhite &&is_white) const {
        std::vector<std::uint8_t> px;
        for (int row = 0; row < grid.rows; ++row)
            for (int column = 0; column < grid.columns; ++column)
                px.push_back(is_white(row, column) ? 255 : 0);
        return picture("mask.png", VImage::new_from_memory(px.data(), px.size(), grid.columns,
                                                           grid.rows, 1, VIPS_FORMAT_UCHAR));
    }
    /// Sum of the squared distances of cells' means to their tiles' in the disc.
    [[nodiscard]] double cost_in_disc(const Mosaic &mosaic) const {
        const auto features = library.store().features();
        const Averaging averaging{grid};
        const auto means =
            source.area_averages({0, 0, 240, 160}, {&averaging, 1}, {}, "read").front();
        double sum = 0;
        for (int row = 0; row < grid.rows; ++row)
            for (int column = 0; column < grid.columns; ++column)
                for (std::size_t band = 0; band < 3 && in_disc(row, column); ++band)
                    sum += std::pow(means[static_cast<std::size_t>(row * 30 + column) * 3 + band] -
                                        features[mosaic.at(row, column).tile].mean[band],
                                    2);
        return sum;
    }
    test::Matched operator()(MatchOptions options, const RunOptions &run = {}) const {
        if (options.grid.columns == 0)
            options.grid = grid;
        return test::matched(source, library, options, run);
    }
};

std::vector<Placement> placements_of(const Mosaic &mosaic) {
    std::vector<Placement> result;
    for (const VariantIndex cell : mosaic.cells())
        result.push_back(mosaic.variants()[cell]);
    return result;
}

/// The first cells of what tiles fill, by tile.
std::map<TileId, std::vector<std::pair<int, int>>> places_of(const Mosaic &mosaic) {
    std::map<TileId, std::vector<std::pair<int, int>>> places;
    for (int row = 0; row < mosaic.grid().rows; ++row)
        for (int column = 0; column < mosaic.grid().columns; ++column)
            if (const Placement placed = mosaic.at(row, column);
                !placed.is_empty() && placed.block.column == 0 && placed.block.row == 0)
                places[placed.tile].emplace_back(row, column);
    return places;
}

/// That each large tile is whole, and all its parts alike.
void check_blocks(const Mosaic &mosaic) {
    for (int row = 0; row < mosaic.grid().rows; ++row)
        for (int column = 0; column < mosaic.grid().columns; ++column) {
            const Placement placed = mosaic.at(row, column);
            if (placed.is_empty())
                continue;
            const int top = row - placed.block.row, left = column - placed.block.column;
            const int scale = placed.block.scale;
            REQUIRE((top % scale == 0 && left % scale == 0));
            REQUIRE((top + scale <= mosaic.grid().rows && left + scale <= mosaic.grid().columns));
            Placement first = placed;
            first.block = {placed.block.scale, 0, 0};
            CHECK(mosaic.at(top, left) == first);
        }
}

/// Of two places' nearest cells.
int distance(const Mosaic &mosaic, std::pair<int, int> a, std::pair<int, int> b) {
    const auto gap = [](int first, int scale, int second, int other) {
        return std::max({0, second - (first + scale - 1), first - (second + other - 1)});
    };
    const int one = mosaic.at(a.first, a.second).block.scale;
    const int other = mosaic.at(b.first, b.second).block.scale;
    return std::max(gap(a.first, one, b.first, other), gap(a.second, one, b.second, other));
}

} // namespace

TEST_CASE("layout: exactly the cells outside the mask are empty; the others are as without it") {
    const Scene scene;
    const Source mask = scene.mask(in_disc);
    for (const bool flip : {false, true})
        for (const double strength : {0.0, 0.5}) {
            const MatchOptions options{.flip = flip, .tint = {.strength = strength}};
            MatchOptions masked = options;
            masked.mask = mask;
            const Mosaic whole = scene(options).mosaic, some = scene(masked).mosaic;
            for (int row = 0; row < grid.rows; ++row)
                for (int column = 0; column < grid.columns; ++column)
                    CHECK(some.at(row, column) ==
                          (in_disc(row, column) ? whole.at(row, column) : Placement::empty()));
        }
}

TEST_CASE("layout: a mask is cropped to the mosaic's shape, and a cell filled from half on") {
    const Scene scene;
    // 40 x 20 cells wide: 5 are cut off on each side. Columns 0 .. 9 of what is left are grey.
    const VImage black = test::solid(150, 200, {0, 0, 0});
    for (const int grey : {127, 128}) {
        CAPTURE(grey);
        const VImage half =
            black.join(test::solid(250, 200, {grey, grey, grey}), VIPS_DIRECTION_HORIZONTAL);
        const auto match_it = [&] {
            return scene({.mask = scene.picture("wide.png", half), .empty = std::nullopt}).mosaic;
        };
        if (grey == 127) {
            CHECK_THROWS_WITH_AS(static_cast<void>(match_it()), doctest::Contains("wide.png"),
                                 Error);
            continue;
        }
        const Mosaic mosaic = match_it();
        CHECK(mosaic.form().alpha);
        CHECK(mosaic.empty_cells() == 200);
        CHECK(mosaic.at(7, 9).is_empty());
        CHECK_FALSE(mosaic.at(7, 10).is_empty());
    }
}

TEST_CASE("layout: rules hold for the filled cells, and count no others") {
    const Scene scene;
    const Source mask = scene.mask(in_disc);
    const test::Matched matched =
        scene({.rules = {.spacing = 4, .max_use = 9, .min_use = 1}, .diffuse = 0.5, .mask = mask});
    CHECK(matched.report.cost >= matched.report.nearest_cost);
    const auto places = places_of(matched.mosaic);
    CHECK(places.size() == 60);
    std::size_t filled = 0;
    for (const auto &[tile, where] : places) {
        filled += where.size();
        CHECK(where.size() <= 9);
        for (const auto &[row, column] : where) {
            CHECK(in_disc(row, column));
            for (const auto &[y, x] : where)
                if (std::pair(y, x) != std::pair(row, column))
                    CHECK(std::max(std::abs(y - row), std::abs(x - column)) > 4);
        }
    }
    CHECK(filled + matched.mosaic.empty_cells() == grid.cells());
    // 251 cells at most once each need more than 60 photos; a line of them is no crowd at all.
    CHECK_THROWS_WITH_AS(static_cast<void>(scene({.rules = {.max_use = 1}, .mask = mask})),
                         doctest::Contains("of each of 60 photos"), Error);
    const Source line = scene.mask([](int row, int) { return row == 3; });
    CHECK(scene({.rules = {.spacing = 20, .max_use = 1, .relax = false}, .mask = line})
              .mosaic.distinct_tiles()
              .size() == 30);
}

TEST_CASE("layout: important cells come nearer to the source, under each rule") {
    const Scene scene;
    const Source centre = scene.mask(in_disc);
    const std::vector<RepetitionRules> all = {
        {.spacing = 6}, {.max_use = 10}, {.spacing = 3, .max_use = 12, .min_use = 8}};
    for (const RepetitionRules &rules : all) {
        CAPTURE(rules.spacing);
        const MatchOptions plain{.descriptor = "mean-rgb", .rules = rules};
        MatchOptions weighted = plain;
        weighted.importance = centre;
        const test::Matched before = scene(plain), after = scene(weighted);
        CHECK(scene.cost_in_disc(after.mosaic) < 0.95 * scene.cost_in_disc(before.mosaic));
        if (rules.spacing == 0) // near the least cost both: the others pay
            CHECK(after.report.cost > before.report.cost);
    }
    MatchOptions free;
    const auto without = placements_of(scene(free).mosaic);
    free.importance = centre;
    CHECK(placements_of(scene(free).mosaic) == without);
}

TEST_CASE("layout: a quadtree covers every cell once, with whole tiles, large only where flat") {
    const Scene scene;
    // The left 16 columns are of one colour.
    const Source half =
        scene.picture("half.png", test::solid(128, 160, {90, 120, 150})
                                      .join(test::noise(112, 160, 5), VIPS_DIRECTION_HORIZONTAL));
    for (const std::string descriptor : {"grid-lab", "mean-rgb"})
        for (const int levels : {1, 2, 3}) {
            CAPTURE(levels);
            const test::Matched matched = test::matched(
                half, scene.library,
                {.grid = grid, .descriptor = descriptor, .levels = levels, .flat = 0.5});
            const int scale = 1 << (levels - 1);
            check_blocks(matched.mosaic);
            for (int row = 0; row < grid.rows; ++row)
                for (int column = 0; column < grid.columns; ++column)
                    CHECK(matched.mosaic.at(row, column).block.scale == (column < 16 ? scale : 1));
            CHECK(matched.report.large_cells[0] == (levels == 2 ? 80 : 0));
            CHECK(matched.report.large_cells[1] == (levels == 3 ? 20 : 0));
        }
}

TEST_CASE("layout: copies of all sizes keep apart, and large ones count once") {
    Scene scene;
    scene.source = scene.picture("smooth.png", test::noise(6, 4, 3).resize(40, Scene::smooth()));
    for (const int spacing : {0, 2, 3})
        for (const std::uint32_t most : {0U, 8U}) {
            CAPTURE(spacing);
            CAPTURE(most);
            const test::Matched matched = scene({.flip = true,
                                                 .rules = {.spacing = spacing, .max_use = most},
                                                 .diffuse = 0.5,
                                                 .tint = {.strength = 0.5},
                                                 .mask = scene.mask(in_disc),
                                                 .levels = 3,
                                                 .flat = 18});
            CHECK(matched.report.large_cells[0] + matched.report.large_cells[1] > 5);
            check_blocks(matched.mosaic);
            for (const auto &[tile, places] : places_of(matched.mosaic)) {
                CHECK((most == 0 || places.size() <= most));
                for (const auto &[row, column] : places)
                    for (const auto &[y, x] : places)
                        if (std::pair(y, x) < std::pair(row, column))
                            CHECK(distance(matched.mosaic, {y, x}, {row, column}) > spacing);
            }
        }
}

TEST_CASE("layout: a flat picture has large cells as far as the grid goes, of the nearest tile") {
    const Scene scene;
    const Source flat = scene.picture("flat.png", test::solid(240, 160, {90, 120, 150}));
    const MatchOptions small{.grid = {30, 19}};
    MatchOptions large = small;
    large.levels = 3;
    const test::Matched one = test::matched(flat, scene.library, small),
                        some = test::matched(flat, scene.library, large);
    CHECK(some.report.large_cells == std::array<std::uint64_t, 2>{23, 28});
    CHECK(some.mosaic.distinct_tiles() == one.mosaic.distinct_tiles());
    CHECK(some.mosaic.at(18, 29).block.scale == 1);
    large.levels = 4;
    CHECK_THROWS_AS(static_cast<void>(match(flat, scene.library, large)), Error);
}

TEST_CASE("layout: with everything, the same at 1, 2 and 7 threads") {
    Scene scene;
    scene.source = scene.picture("smooth.png", test::noise(6, 4, 3).resize(40, Scene::smooth()));
    for (const int spacing : {0, 3}) {
        const MatchOptions options{.rules = {.spacing = spacing},
                                   .mask = scene.mask(in_disc),
                                   .importance = scene.source,
                                   .levels = 3,
                                   .flat = 18};
        const auto one = placements_of(scene(options, {.threads = 1}).mosaic);
        CHECK(placements_of(scene(options, {.threads = 2}).mosaic) == one);
        CHECK(placements_of(scene(options, {.threads = 7}).mosaic) == one);
    }
}

} // namespace tessera
