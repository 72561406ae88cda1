#include "support/images.hpp"
#include "support/matched.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <doctest/doctest.h>
#include <limits>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// Mean of one band of a rectangle, by vips stats.
double stats_mean(const VImage &image, const Rect &area, int band) {
    return image.extract_area(area.left, area.top, area.width, area.height)
        .stats()
        .getpoint(4, band + 1)
        .front();
}

/// The tile whose mean is nearest to that of a rectangle of the source.
TileId brute_force(const TileLibrary &library, const VImage &source, const Rect &area) {
    const auto features = library.store().features();
    double least = std::numeric_limits<double>::max();
    TileId best = 0;
    for (TileId id = 0; id < library.info().tiles; ++id) {
        double distance = 0;
        for (int band = 0; band < 3; ++band) {
            const double difference =
                stats_mean(source, area, band) - features[id].mean[static_cast<std::size_t>(band)];
            distance += difference * difference;
        }
        if (distance < least) {
            least = distance;
            best = id;
        }
    }
    return best;
}

} // namespace

TEST_CASE("match: every cell holds the tile whose mean is nearest to its crop's, by brute force") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 40, {12, 8});
    const VImage picture = test::gradient(97, 61);
    picture.write_to_file(folder.path("source.png").c_str());
    const Grid grid{9, 7};
    const Rect area = central_crop({97, 61}, grid, {12, 8});
    const Mosaic mosaic = match(Source::open(folder.path("source.png")), library,
                                {.grid = grid, .descriptor = "mean-rgb"});
    const auto columns = split_evenly(area.left, area.width, grid.columns);
    const auto rows = split_evenly(area.top, area.height, grid.rows);
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column) {
            const Interval x = columns[static_cast<std::size_t>(column)];
            const Interval y = rows[static_cast<std::size_t>(row)];
            CHECK(mosaic.at(row, column).tile ==
                  brute_force(library, picture,
                              {x.begin, y.begin, x.end - x.begin, y.end - y.begin}));
        }
}

TEST_CASE(
    "match: of some tiles the mosaic is that of a library of these alone, by the ids of all") {
    const TemporaryFolder folder;
    const TileLibrary all = test::make_library(folder, 30, {8, 8}, "all");
    const std::vector<TileId> some = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
    const auto builder = create_store("lmdb", folder.path("some"), {8, 8}, false);
    const auto features = all.store().features();
    for (const TileId id : some)
        builder->copy(all.store(), id, features[id], all.store().record(id));
    builder->finish(all.info());
    const TileLibrary alone = TileLibrary::open(folder.path("some"));
    test::noise(60, 40, 1).write_to_file(folder.path("source.png").c_str());
    const Source source = Source::open(folder.path("source.png"));
    MatchOptions options{.grid = {12, 8}};
    SUBCASE("nearest") {}
    SUBCASE("nearest, turned and tinted") {
        options.rotate = true;
        options.tint.strength = 1;
    }
    SUBCASE("by limits to uses") { options.rules = {.max_use = 10, .min_use = 9}; }
    SUBCASE("by a spacing") { options.rules = {.spacing = 2, .min_use = 1}; }
    const Mosaic expected = match(source, alone, options);
    options.tiles = some;
    const Mosaic found = match(source, all, options);
    for (int row = 0; row < 8; ++row)
        for (int column = 0; column < 12; ++column) {
            Placement placement = expected.at(row, column);
            placement.tile = some[placement.tile];
            CHECK(found.at(row, column) == placement);
        }
}

TEST_CASE("match: tiles to choose from that aren't the library's, or none, are refused") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 3, {8, 8});
    test::gradient(20, 10).write_to_file(folder.path("source.png").c_str());
    const Source source = Source::open(folder.path("source.png"));
    for (const std::vector<TileId> &tiles : {std::vector<TileId>{}, {3}, {1, 1}, {2, 1}})
        CHECK_THROWS_AS(static_cast<void>(match(source, library, {.grid = {4, 2}, .tiles = tiles})),
                        Error);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(
            match(source, library,
                  {.grid = {4, 2}, .tiles = std::vector<TileId>{0, 2}, .rules = {.max_use = 3}})),
        doctest::Contains("of each of 2 photos"), Error);
}

TEST_CASE("match: the same at 1, 2 and 7 threads") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 25, {8, 8});
    test::noise(300, 200, 1).write_to_file(folder.path("source.jpg").c_str());
    const Source source = Source::open(folder.path("source.jpg"));
    std::vector<std::vector<VariantIndex>> found;
    std::vector<double> costs;
    for (const int threads : {1, 2, 7}) {
        const auto [mosaic, report] = test::matched(
            source, library, {.grid = {300, 200}, .descriptor = "mean-rgb"}, {.threads = threads});
        found.emplace_back(mosaic.cells().begin(), mosaic.cells().end());
        costs.push_back(report.cost);
    }
    CHECK(found[0] == found[1]);
    CHECK(found[0] == found[2]);
    CHECK(costs == std::vector<double>(3, costs[0]));
}

TEST_CASE("match: without rules the cost is what it would be with rules that nothing breaks") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 10, {8, 8});
    test::noise(120, 80, 1).write_to_file(folder.path("source.png").c_str());
    const Source source = Source::open(folder.path("source.png"));
    MatchOptions options{.grid = {30, 20}};
    SUBCASE("all cells") {}
    SUBCASE("some, by a mask") {
        test::gradient(30, 20).write_to_file(folder.path("mask.png").c_str());
        options.mask = Source::open(folder.path("mask.png"));
    }
    const MatchReport plain = test::matched(source, library, options).report;
    options.rules.max_use = 600;
    const MatchReport limited = test::matched(source, library, options).report;
    CHECK(plain.cost > 0);
    CHECK(plain.nearest_cost == plain.cost);
    CHECK(plain.cost == doctest::Approx(limited.nearest_cost));
}

TEST_CASE("match: ends soon after a stop in mid-read, and counts the source's rows till then") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 5, {8, 8});
    test::noise(500, 2000, 1).write_to_file(folder.path("source.png").c_str());
    std::stop_source stop;
    Progress last;
    const RunOptions run{.cancel = stop.get_token(), .progress = [&](const Progress &progress) {
                             last = progress;
                             if (progress.done > 500)
                                 stop.request_stop();
                         }};
    try {
        static_cast<void>(match(Source::open(folder.path("source.png")), library,
                                {.grid = {500, 2000}, .descriptor = "mean-rgb"}, run));
        FAIL("not cancelled");
    } catch (const Error &error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
    CHECK(last.stage == "match");
    CHECK(last.total == 2000);
    CHECK(last.done < 1000);
}

TEST_CASE("match: a source that is cut short is an error that names it") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 5, {8, 8});
    for (const char *name : {"x.jpg", "x.png", "x.tif"}) {
        CAPTURE(name);
        test::noise(400, 400, 2).write_to_file(folder.path(name).c_str());
        const std::string whole = test::read_file(folder.path(name));
        const std::string cut = folder.path(std::string("cut-") + name);
        test::write_file(cut, whole.substr(0, whole.size() * 3 / 4));
        try {
            static_cast<void>(
                match(Source::open(cut), library, {.grid = {400, 400}, .descriptor = "mean-rgb"}));
            FAIL("matched");
        } catch (const Error &error) {
            CHECK(error.code() == ErrorCode::unreadable_image);
            CHECK(std::string(error.what()).find(cut) != std::string::npos);
        }
    }
}

TEST_CASE("match: of two tiles with the same mean the first is taken") {
    const TemporaryFolder folder;
    for (const char *name : {"a.png", "b.png"})
        test::solid(8, 8, {100, 100, 100}).write_to_file(folder.path(name).c_str());
    build_library(find_photos({folder.path()}), folder.path("lib"));
    const TileLibrary library = TileLibrary::open(folder.path("lib"));
    const Mosaic mosaic = match(Source::open(folder.path("b.png")), library,
                                {.grid = {4, 4}, .descriptor = "mean-rgb"});
    CHECK(mosaic.distinct_tiles() == std::vector<TileId>{0});
}

TEST_CASE("match: a source with fewer px than cells is refused with both numbers") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {8, 8});
    test::gradient(20, 10).write_to_file(folder.path("source.png").c_str());
    const Source source = Source::open(folder.path("source.png"));
    CHECK(match(source, library, {.grid = {20, 10}, .descriptor = "mean-rgb"}).grid() ==
          Grid{20, 10});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(match(source, library, {.grid = {21, 10}, .descriptor = "mean-rgb"})),
        doctest::Contains("21 x 10"), Error);
    CHECK_THROWS_AS(
        static_cast<void>(match(source, library, {.grid = {0, 10}, .descriptor = "mean-rgb"})),
        Error);
}

TEST_CASE("match: keeps where the mosaic comes from") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {8, 8});
    test::gradient(20, 10).write_to_file(folder.path("source.png").c_str());
    const Mosaic mosaic = match(Source::open(folder.path("source.png")), library,
                                {.grid = {4, 2}, .descriptor = "mean-rgb"});
    CHECK(mosaic.origin() == MosaicOrigin{"source.png", {20, 10}, "mean-rgb"});
}

} // namespace tessera
