// Rules of repetition, checked on finished mosaics.

#include "support/images.hpp"
#include "support/matched.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <filesystem>
#include <map>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

struct Scene {
    TemporaryFolder folder;
    TileLibrary library;
    Source source;

    explicit Scene(int photos, TileShape tile = {8, 8})
        : library(test::make_library(folder, photos, tile)), source(make_source()) {}

    Source make_source() {
        test::noise(30, 20, 3)
            .resize(8, VImage::option()->set("kernel", VIPS_KERNEL_CUBIC))
            .write_to_file(folder.path("source.png").c_str());
        return Source::open(folder.path("source.png"));
    }
    test::Matched operator()(MatchOptions options, const RunOptions &run = {}) const {
        if (options.grid.columns == 0)
            options.grid = {30, 20};
        return test::matched(source, library, options, run);
    }
};

/// The least distance of two copies of a tile, in cells.
double least_distance(const Mosaic &mosaic, SpacingMetric metric) {
    double least = 1e9;
    const auto columns = static_cast<std::size_t>(mosaic.grid().columns);
    const auto cells = mosaic.cells();
    for (std::size_t a = 0; a < cells.size(); ++a)
        for (std::size_t b = a + 1; b < cells.size(); ++b) {
            if (mosaic.variants()[cells[a]].tile != mosaic.variants()[cells[b]].tile)
                continue;
            const double x = double(a % columns) - double(b % columns);
            const double y = double(a / columns) - double(b / columns);
            least = std::min(least, metric == SpacingMetric::euclid
                                        ? std::hypot(x, y)
                                        : std::max(std::abs(x), std::abs(y)));
        }
    return least;
}

std::map<TileId, std::uint64_t> uses_of(const Mosaic &mosaic) {
    std::map<TileId, std::uint64_t> uses;
    for (const VariantIndex cell : mosaic.cells())
        ++uses[mosaic.variants()[cell].tile];
    return uses;
}

std::uint64_t most_used(const Mosaic &mosaic) {
    std::uint64_t most = 0;
    for (const auto &[tile, uses] : uses_of(mosaic))
        most = std::max(most, uses);
    return most;
}

std::vector<Placement> placements_of(const Mosaic &mosaic) {
    std::vector<Placement> result;
    for (const VariantIndex cell : mosaic.cells())
        result.push_back(mosaic.variants()[cell]);
    return result;
}

} // namespace

TEST_CASE("arrange: copies keep their distance, by either metric, in whatever orientation") {
    const Scene scene(60);
    for (const SpacingMetric metric : {SpacingMetric::chebyshev, SpacingMetric::euclid})
        for (const int spacing : {1, 3, 5})
            for (const bool turned : {false, true}) {
                CAPTURE(spacing);
                const test::Matched matched =
                    scene({.flip = turned,
                           .rotate = turned,
                           .rules = {.spacing = spacing, .metric = metric}});
                CHECK(least_distance(matched.mosaic, metric) > spacing);
                CHECK(matched.report.cost >= matched.report.nearest_cost);
                CHECK(matched.report.moves > 0);
            }
}

TEST_CASE("arrange: a spacing that needs every photo of a square is met") {
    const Scene scene(16);
    const test::Matched matched = scene({.rules = {.spacing = 3}});
    CHECK(least_distance(matched.mosaic, SpacingMetric::chebyshev) == 4);
    CHECK_THROWS_WITH_AS(static_cast<void>(scene({.rules = {.spacing = 4}})),
                         doctest::Contains("25 photos; there are 16"), Error);
    const test::Matched relaxed = scene({.rules = {.spacing = 4, .relax = true}});
    CHECK(least_distance(relaxed.mosaic, SpacingMetric::chebyshev) > 3);
    CHECK(relaxed.report.relaxed.size() == 1);
}

TEST_CASE("arrange: moves lower the cost that filling alone leaves") {
    const Scene scene(80);
    const test::Matched filled = scene({.rules = {.spacing = 4}, .effort = 0});
    const test::Matched moved = scene({.rules = {.spacing = 4}});
    CHECK(filled.report.moves == 0);
    CHECK(moved.report.cost < 0.97 * filled.report.cost);
    CHECK(least_distance(moved.mosaic, SpacingMetric::chebyshev) > 4);
}

TEST_CASE("arrange: more effort, less cost, with the rules kept at every effort") {
    const Scene scene(80);
    double before = 1e9;
    for (const int effort : {0, 2, 8, 40}) {
        CAPTURE(effort);
        const test::Matched moved = scene({.rules = {.spacing = 4}, .effort = effort});
        CHECK(moved.report.cost < before);
        CHECK(least_distance(moved.mosaic, SpacingMetric::chebyshev) > 4);
        before = moved.report.cost;
    }
}

TEST_CASE("arrange: reassigned squares keep caps, duties and variety at once") {
    const Scene scene(60);
    for (const SpacingMetric metric : {SpacingMetric::chebyshev, SpacingMetric::euclid})
        for (const double variety : {0.0, 0.5}) {
            const RepetitionRules rules{
                .spacing = 4, .metric = metric, .max_use = 14, .min_use = 4, .variety = variety};
            const test::Matched matched = scene({.flip = true, .rules = rules});
            CHECK(matched.report.moves > 0);
            CHECK(least_distance(matched.mosaic, metric) > 4);
            CHECK(most_used(matched.mosaic) <= 14);
            const auto uses = uses_of(matched.mosaic);
            CHECK(uses.size() == 60);
            for (const auto &[tile, count] : uses)
                CHECK(count >= 4);
        }
}

TEST_CASE("arrange: a spacing wider than the grid, and squares of many threads") {
    const Scene scene(70);
    const test::Matched wide = scene({.grid = {8, 8}, .rules = {.spacing = 7}});
    CHECK(uses_of(wide.mosaic).size() == 64);
    const auto large = [&](int threads) {
        return placements_of(scene({.grid = {150, 120}, .rules = {.spacing = 1, .variety = 0.3}},
                                   {.threads = threads})
                                 .mosaic);
    };
    CHECK(large(1) == large(3));
}

TEST_CASE("arrange: without a rule that bites, every cell has its nearest tile") {
    const Scene scene(40);
    const test::Matched free = scene({});
    const test::Matched loose = scene({.rules = {.max_use = 600}});
    CHECK(placements_of(free.mosaic) == placements_of(loose.mosaic));
    CHECK(loose.report.cost == doctest::Approx(loose.report.nearest_cost));
}

TEST_CASE("arrange: caps hold, alone and together with a spacing") {
    const Scene scene(60);
    for (const int spacing : {0, 3})
        for (const std::uint32_t most : {10U, 12U, 30U}) {
            CAPTURE(spacing);
            CAPTURE(most);
            const test::Matched matched = scene({.rules = {.spacing = spacing, .max_use = most}});
            CHECK(most_used(matched.mosaic) <= most);
            if (spacing > 0)
                CHECK(least_distance(matched.mosaic, SpacingMetric::chebyshev) > spacing);
        }
}

TEST_CASE("arrange: every photo is used as often as it must be") {
    const Scene scene(60);
    for (const int spacing : {0, 3})
        for (const std::uint32_t least : {1U, 5U}) {
            CAPTURE(spacing);
            CAPTURE(least);
            const test::Matched matched =
                scene({.rules = {.spacing = spacing, .max_use = 25, .min_use = least}});
            const auto uses = uses_of(matched.mosaic);
            CHECK(uses.size() == 60);
            for (const auto &[tile, count] : uses)
                CHECK(count >= least);
            CHECK(most_used(matched.mosaic) <= 25);
        }
}

TEST_CASE("arrange: each photo exactly so often is near the least cost, and says how near") {
    const Scene scene(60);
    const test::Matched matched = scene({.rules = {.max_use = 10, .min_use = 10}});
    for (const auto &[tile, count] : uses_of(matched.mosaic))
        CHECK(count == 10);
    CHECK(matched.report.gap >= 0);
    CHECK(matched.report.gap < 0.01);
}

TEST_CASE("arrange: variety leaves no patch of one photo") {
    const Scene scene(60);
    const auto same_neighbours = [](const Mosaic &mosaic) {
        int same = 0;
        for (int row = 0; row < mosaic.grid().rows; ++row)
            for (int column = 1; column < mosaic.grid().columns; ++column)
                same += mosaic.at(row, column).tile == mosaic.at(row, column - 1).tile;
        return same;
    };
    const auto with = [&](double variety) {
        return same_neighbours(scene({.grid = {120, 80}, .rules = {.variety = variety}}).mosaic);
    };
    const int free = with(0), some = with(0.3), much = with(1);
    CHECK(free > 100);
    CHECK(some < free / 4);
    CHECK(much < free / 20);
}

TEST_CASE("arrange: copies of a file keep apart as one; photos that look the same, if asked to") {
    Scene scene(40);
    const auto twice = [&](int lighter) {
        namespace fs = std::filesystem;
        const std::string folder = scene.folder.path("twice" + std::to_string(lighter));
        fs::create_directories(folder + "/b");
        fs::copy(scene.folder.path("photos.tiles-photos"), folder + "/a");
        for (const auto &photo : fs::directory_iterator(folder + "/a"))
            (vips::VImage::new_from_file(photo.path().c_str()) + lighter)
                .cast(VIPS_FORMAT_UCHAR)
                .write_to_file((folder + "/b/" + photo.path().filename().string()).c_str());
        if (lighter == 0)
            fs::copy(folder + "/a", folder + "/b", fs::copy_options::overwrite_existing);
        BuildOptions options;
        options.tile.shape = {8, 8};
        build_library(find_photos({folder}), folder + ".tiles", options);
        scene.library = TileLibrary::open(folder + ".tiles");
    };
    const auto least = [](const Mosaic &mosaic) {
        std::vector<TileId> photos;
        for (const Placement &placement : placements_of(mosaic))
            photos.push_back(placement.tile % 40); // a/... come before b/...
        return least_distance(Mosaic::of_tiles(mosaic.grid(), photos, mosaic.library()),
                              SpacingMetric::chebyshev);
    };
    twice(0);
    CHECK(least(scene({.rules = {.spacing = 3}}).mosaic) > 3);
    twice(3);
    CHECK(least(scene({.rules = {.spacing = 3}}).mosaic) == 1);
    CHECK(least(scene({.rules = {.spacing = 3, .duplicates_as_one = true}}).mosaic) > 3);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(scene({.rules = {.spacing = 7, .duplicates_as_one = true}})),
        doctest::Contains("there are 40"), Error);
}

TEST_CASE("arrange: diffused errors bring the mean of areas nearer to the source's") {
    const Scene scene(60);
    const auto error = [&](double diffuse) {
        const Mosaic mosaic = scene({.descriptor = "mean-rgb", .diffuse = diffuse}).mosaic;
        const auto features = scene.library.store().features();
        const Averaging averaging{{30, 20}};
        const auto cells =
            scene.source.area_averages({0, 0, 240, 160}, {&averaging, 1}, {}, "read").front();
        double sum = 0;
        for (int row = 0; row < 20; row += 5)
            for (int column = 0; column < 30; column += 5)
                for (std::size_t band = 0; band < 3; ++band) {
                    double off = 0;
                    for (int y = row; y < row + 5; ++y)
                        for (int x = column; x < column + 5; ++x)
                            off += cells[static_cast<std::size_t>(y * 30 + x) * 3 + band] -
                                   features[mosaic.at(y, x).tile].mean[band];
                    sum += std::abs(off) / 25;
                }
        return sum;
    };
    const double none = error(0);
    CHECK(error(0.5) < none);
    CHECK(error(1) < 0.75 * none);
}

TEST_CASE("arrange: the same at 1, 2 and 7 threads; another seed, another order") {
    const Scene scene(60);
    const MatchOptions options{.flip = true,
                               .rules = {.spacing = 3, .max_use = 20, .min_use = 3, .variety = 0.5},
                               .diffuse = 0.5,
                               .tint = {.strength = 0.5}};
    const auto one = placements_of(scene(options, {.threads = 1}).mosaic);
    CHECK(placements_of(scene(options, {.threads = 2}).mosaic) == one);
    CHECK(placements_of(scene(options, {.threads = 7}).mosaic) == one);
}

TEST_CASE("arrange: a single cell, a single row, a single photo") {
    const Scene scene(3);
    CHECK(scene({.grid = {1, 1}, .rules = {.spacing = 5, .variety = 1}}).mosaic.cells().size() ==
          1);
    CHECK(least_distance(scene({.grid = {20, 1}, .rules = {.spacing = 2}}).mosaic,
                         SpacingMetric::chebyshev) == 3);
    const Scene alone(1);
    CHECK(alone({.rules = {.variety = 1}, .diffuse = 1}).mosaic.variants().size() == 1);
}

} // namespace tessera
