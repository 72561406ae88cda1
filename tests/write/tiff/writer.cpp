#include "support/images.hpp"
#include "write/tiff/layout.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/writer.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <random>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
using vips::VImage;
namespace {

constexpr int tiles = 7;

/// Any tile, in any orientation that its shape can have, some of them tinted.
Mosaic some_mosaic(const TileLibrary &library, Grid grid) {
    std::mt19937 random(grid.cells());
    const TileShape shape = library.info().tile;
    const unsigned orientations = shape.width == shape.height ? 8 : 4;
    std::vector<Placement> placements(grid.cells());
    for (Placement &placement : placements) {
        placement.tile = static_cast<TileId>(random() % library.info().tiles);
        placement.orientation = static_cast<Orientation>(random() % orientations);
        if (random() % 4 == 0)
            placement.tint = {40, -40, 0};
    }
    return {grid, placements, library};
}

TileLibrary library_of(const TemporaryFolder &folder, TileShape tile) {
    return test::make_library(folder, tiles, tile,
                              std::to_string(tile.width) + "x" + std::to_string(tile.height));
}

WriteReport compose_to(const Mosaic &mosaic, const std::string &target,
                       const RunOptions &run = {}) {
    return write(mosaic, target, {.replace = true, .writer = "composed"}, run);
}

VImage load(const std::string &path, const char *option = nullptr, int value = 0) {
    auto *options = VImage::option();
    if (option)
        options->set(option, value);
    return VImage::tiffload(path.c_str(), options);
}

double largest_difference(const VImage &a, const VImage &b) { return (a - b).abs().max(); }

} // namespace

TEST_CASE("composed TIFF: lossless pixels are the canvas's, in every shape and compression") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{16, 16}, {32, 48}, {128, 128}, {48, 16}}) {
        const TileLibrary library = library_of(folder, tile);
        for (const Grid grid : {Grid{1, 1}, {1, 9}, {13, 1}, {8, 5}}) {
            const Mosaic mosaic = some_mosaic(library, grid);
            const auto expected = test::pixels_of(compose(mosaic));
            for (const char *options :
                 {"", "[compression=none]", "[compression=lzw]", "[compression=zstd,level=3]",
                  "[predictor=none,level=12]", "[compression=webp,lossless]", "[bigtiff=false]",
                  "[pyramid,bigtiff=false]", "[pyramid=ome]"}) {
                CAPTURE(tile.width);
                CAPTURE(grid.columns);
                CAPTURE(options);
                compose_to(mosaic, folder.path("x.tif") + options);
                CHECK(test::pixels_of(load(folder.path("x.tif"))) == expected);
            }
        }
    }
}

TEST_CASE("composed TIFF: JPEG tiles decode to what libvips' own of the same size do") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {32, 32}), {9, 5});
    for (const std::string quality : {"85", "40", "1"}) {
        const std::string options = "compression=jpeg,Q=" + quality;
        compose_to(mosaic, folder.path("x.tif") + "[" + options + "]");
        compose(mosaic).tiffsave(folder.path("y.tif").c_str(),
                                 VImage::option()
                                     ->set("compression", VIPS_FOREIGN_TIFF_COMPRESSION_JPEG)
                                     ->set("Q", std::stoi(quality))
                                     ->set("tile", true)
                                     ->set("tile_width", 32)
                                     ->set("tile_height", 32));
        CHECK(test::pixels_of(load(folder.path("x.tif"))) ==
              test::pixels_of(load(folder.path("y.tif"))));
    }
}

TEST_CASE("composed TIFF: without subsampling JPEG keeps the colours of single px") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {4, 4});
    const VImage canvas = compose(mosaic);
    const auto psnr_at = [&](const std::string &options) {
        compose_to(mosaic, folder.path("x.tif") + "[compression=jpeg," + options + "]");
        return test::psnr(load(folder.path("x.tif")), canvas);
    };
    CHECK(psnr_at("Q=100") > 45); // only rounding is lost
    CHECK(psnr_at("Q=85,subsample-mode=off") > psnr_at("Q=85,subsample-mode=on"));
    CHECK(psnr_at("Q=85,subsample-mode=on") == psnr_at("Q=85"));
}

TEST_CASE("composed TIFF: a tile's bytes stand once in the file, whatever the number of cells") {
    const TemporaryFolder folder;
    const TileLibrary library = library_of(folder, {128, 128});
    std::vector<TileId> some(50 * 50), many(200 * 200);
    for (auto *cells : {&some, &many})
        for (std::size_t i = 0; i < cells->size(); ++i)
            (*cells)[i] = static_cast<TileId>(i % tiles);
    const auto bytes_of = [&](Grid grid, const std::vector<TileId> &cells) {
        return compose_to(Mosaic::of_tiles(grid, cells, library), folder.path("x.tif")).bytes;
    };
    const auto few_bytes = bytes_of({50, 50}, some), many_bytes = bytes_of({200, 200}, many);
    // An offset of four bytes and a size of two for each cell.
    CHECK(many_bytes - few_bytes == (many.size() - some.size()) * 6);
}

TEST_CASE("composed TIFF: each level of a pyramid is the half of the one before") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{64, 64}, {48, 32}, {16, 16}, {80, 16}}) {
        const Mosaic mosaic = some_mosaic(library_of(folder, tile), {21, 33});
        for (const bool ome : {false, true}) {
            compose_to(mosaic, folder.path("x.tif") + (ome ? "[pyramid=ome]" : "[pyramid]"));
            VImage larger = load(folder.path("x.tif")).copy_memory();
            int levels = 0;
            while (std::max(larger.width(), larger.height()) > 256) {
                CAPTURE(larger.width());
                // In a whole number of px; a last odd one counts twice.
                const VImage even =
                    larger.embed(0, 0, (larger.width() + 1) / 2 * 2, (larger.height() + 1) / 2 * 2,
                                 VImage::option()->set("extend", VIPS_EXTEND_COPY));
                const VImage expected = even.shrink(2, 2);
                const VImage smaller = ome ? load(folder.path("x.tif"), "subifd", levels)
                                           : load(folder.path("x.tif"), "page", levels + 1);
                REQUIRE(smaller.width() == (larger.width() + 1) / 2);
                REQUIRE(smaller.height() == (larger.height() + 1) / 2);
                CHECK(largest_difference(smaller, expected) <= 1); // rounding of halves
                larger = smaller.copy_memory();
                ++levels;
            }
            CHECK(levels >= 1);
            CHECK(load(folder.path("x.tif")).get_int("n-pages") == (ome ? 1 : levels + 1));
        }
    }
}

TEST_CASE("composed TIFF: resolution, profile and where it comes from are in the file") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {3, 2});
    write(mosaic, folder.path("x.tif"), {.dpi = 150});
    const VImage file = load(folder.path("x.tif"));
    CHECK(file.xres() == doctest::Approx(150 / 25.4));
    CHECK(file.get_typeof(VIPS_META_ICC_NAME) != 0);
    const std::string text = file.get_string(VIPS_META_IMAGEDESCRIPTION);
    CHECK(text.find("tessera-mosaic 1") != std::string::npos);
    CHECK(text.find(to_string(mosaic.library().info().digest)) != std::string::npos);
    CHECK_FALSE(read_plan_info(folder.path("x.tif"))); // a picture, not a plan
    compose_to(mosaic, folder.path("y.tif[strip]"));
    CHECK(load(folder.path("y.tif")).get_typeof(VIPS_META_ICC_NAME) == 0);
}

TEST_CASE("composed TIFF: what it can't do goes to the canvas, which says why") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {3, 2});
    CHECK(write(mosaic, folder.path("x.tif"), {}).writer == "composed");
    for (const std::string options : {"tile=false", "tile-width=32", "compression=packbits"}) {
        const Target target{folder.path("x.tif"), options};
        const WriteReport report = write(mosaic, target, {.replace = true});
        CHECK(report.writer == "canvas");
        CHECK(report.reason.find("composed can't: ") == 0);
        CHECK_THROWS_AS(write(mosaic, target, {.replace = true, .writer = "composed"}), Error);
    }
    const Mosaic odd = some_mosaic(library_of(folder, {20, 16}), {3, 2});
    const WriteReport report = write(odd, folder.path("x.tif"), {.replace = true});
    CHECK(report.writer == "canvas");
    CHECK(report.reason.find("multiples of 16") != std::string::npos);
}

TEST_CASE("composed TIFF: values that options can't have are refused before any work") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {3, 2});
    const auto before = folder.listing();
    for (const char *options : {"[Q=0]", "[Q=101]", "[Q=x]", "[compression=best]", "[level=13]",
                                "[pyramid=zoomify]", "[predictor=float]", "[nonsense]"})
        CHECK_THROWS_AS(compose_to(mosaic, folder.path("x.tif") + options), Error);
    CHECK(folder.listing() == before);
}

TEST_CASE("composed TIFF: the same bytes at any number of threads, in memory and beyond it") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {64, 64}), {40, 30});
    for (const char *options : {"[pyramid]", "[compression=jpeg,pyramid=ome]", ""}) {
        std::vector<std::string> found;
        for (const int threads : {1, 2, 7})
            for (const std::uint64_t memory : {1'000U, 100'000U, 100'000'000U}) {
                write(mosaic, folder.path("x.tif") + options, {.replace = true, .memory = memory},
                      {.threads = threads});
                found.push_back(test::read_file(folder.path("x.tif")));
            }
        CHECK(std::ranges::count(found, found.front()) == 9);
    }
}

TEST_CASE("composed TIFF: cancelled at any stage, nothing is left") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {60, 70});
    const auto before = folder.listing();
    for (const char *stage : {"encode", "overviews"}) {
        std::stop_source stop;
        RunOptions run{.cancel = stop.get_token()};
        run.progress = [&](const Progress &progress) {
            if (progress.stage == stage)
                stop.request_stop();
        };
        try {
            compose_to(mosaic, folder.path("x.tif[pyramid]"), run);
            FAIL("not cancelled");
        } catch (const Error &error) {
            CHECK(error.code() == ErrorCode::cancelled);
        }
        CHECK(folder.listing() == before);
    }
}

TEST_CASE("composed TIFF: progress of each stage ends at its total") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {60, 70});
    std::map<std::string, Progress, std::less<>> last;
    RunOptions run;
    run.progress = [&](const Progress &progress) { last[std::string(progress.stage)] = progress; };
    compose_to(mosaic, folder.path("x.tif[pyramid]"), run);
    CHECK(last["encode"].total == mosaic.variants().size());
    CHECK(last["overviews"].total == 70 * 8);
    CHECK(last["write"].total == 70 * 16);
    for (const auto &[stage, progress] : last)
        CHECK(progress.done == progress.total);
}

TEST_CASE("tiff: what a classic TIFF can't hold is refused by an error that names the file") {
    TiffLevel level;
    level.size = {32, 16};
    level.tile = {16, 16};
    level.grid = {2, 1};
    level.sizes = {3'000'000'000, 3'000'000'000};
    TiffDescription description;
    description.target = "wall.tif";
    CHECK_NOTHROW(TiffLayout({&level, 1}, description));
    description.big = false;
    CHECK_THROWS_WITH_AS(TiffLayout({&level, 1}, description), doctest::Contains("'wall.tif'"),
                         Error);
}

} // namespace tessera
