#include "base/hasher.hpp"
#include "support/images.hpp"
#include "write/png/statistics.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/tile_store.hpp>
#include <tessera/writer.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <numeric>
#include <random>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
using vips::VImage;
namespace {

enum class Kind { noise, flat, grey, gradient, stripes, black, photo, mixed };

/// Textures that are like what is above them as much as like what is to their left.
void make_photo(std::vector<std::uint8_t> &pixels, std::size_t row, std::mt19937 &random) {
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const int above = i >= row ? pixels[i - row] : 128, left = i >= 3 ? pixels[i - 3] : 128;
        pixels[i] =
            static_cast<std::uint8_t>((above + left) / 2 + static_cast<int>(random() % 9) - 4);
    }
}

/// Pixels of one tile.
std::vector<std::uint8_t> make_tile(TileId id, TileShape tile, Kind kind) {
    std::mt19937 random(id);
    if (kind == Kind::mixed)
        kind = static_cast<Kind>(id % 7);
    std::vector<std::uint8_t> pixels(tile.bytes());
    const auto width = static_cast<std::size_t>(tile.width);
    const std::array<std::uint8_t, 3> colour{static_cast<std::uint8_t>(random()),
                                             static_cast<std::uint8_t>(random()),
                                             static_cast<std::uint8_t>(random())};
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const std::size_t x = i / 3 % width, y = i / 3 / width;
        const std::size_t value = kind == Kind::noise   ? random()
                                  : kind == Kind::flat  ? colour[i % 3]
                                  : kind == Kind::grey  ? colour[0]
                                  : kind == Kind::black ? 0
                                  : kind == Kind::gradient
                                      ? colour[i % 3] + x + y * (i % 3 + 1)
                                      : colour[i % 3] * (x / 9 % 2 + y / 5 % 2);
        pixels[i] = static_cast<std::uint8_t>(value);
    }
    if (kind == Kind::photo)
        make_photo(pixels, width * 3, random);
    return pixels;
}

TileLibrary make_tiles(const TemporaryFolder &folder, TileId tiles, TileShape tile, Kind kind) {
    static int number = 0;
    const std::string path = folder.path(std::to_string(number++) + ".tiles");
    const auto builder = create_store(store_kinds().front(), path, tile, false);
    for (TileId id = 0; id < tiles; ++id) {
        const std::vector<std::uint8_t> pixels = make_tile(id, tile, kind);
        TileRecord record;
        record.shape = {tile.width, tile.height};
        record.pixels = hash_bytes(pixels);
        builder->add(pixels, {}, record);
    }
    StoreInfo info;
    info.tile = tile;
    info.tiles = tiles;
    builder->finish(info);
    return TileLibrary::open(path);
}

std::uint64_t write_png(const Mosaic &mosaic, const std::string &path, WriteOptions options = {},
                        const RunOptions &run = {}) {
    options.replace = true;
    const WriteReport report = write(mosaic, path, options, run);
    CHECK(report.writer == (options.writer == "auto" ? "composed" : options.writer));
    return report.bytes;
}

/// Decodes with libvips, which verifies CRC-32 and Adler-32.
void check_exact(const Mosaic &mosaic, const std::string &path) {
    write_png(mosaic, path);
    const VImage file =
        VImage::new_from_file(path.c_str(), VImage::option()->set("fail_on", VIPS_FAIL_ON_WARNING));
    CHECK(test::pixels_of(file) == test::pixels_of(compose(mosaic)));
}

template <class Tile> Mosaic mosaic_of(Grid grid, const TileLibrary &library, Tile &&tile) {
    std::vector<TileId> tiles(grid.cells());
    for (std::size_t i = 0; i < tiles.size(); ++i)
        tiles[i] =
            static_cast<TileId>(static_cast<std::uint64_t>(tile(i)) % library.store().info().tiles);
    return Mosaic::of_tiles(grid, std::move(tiles), library);
}

Mosaic random_mosaic(Grid grid, const TileLibrary &library, unsigned seed) {
    std::mt19937 random(seed);
    return mosaic_of(grid, library, [&](std::size_t) { return random(); });
}

} // namespace

TEST_CASE("png: the canvas's very pixels, of tiles of many shapes and kinds") {
    const TemporaryFolder folder;
    for (const TileShape tile :
         {TileShape{1, 1}, TileShape{3, 3}, TileShape{16, 16}, TileShape{24, 24}, TileShape{50, 50},
          TileShape{64, 64}, TileShape{100, 100}, TileShape{128, 128}, TileShape{256, 256},
          TileShape{1, 40}, TileShape{300, 1}, TileShape{90, 7}})
        for (const Kind kind : {Kind::noise, Kind::flat, Kind::grey, Kind::gradient, Kind::stripes,
                                Kind::black, Kind::mixed}) {
            CAPTURE(tile.width);
            CAPTURE(kind);
            const TileLibrary library = make_tiles(folder, 6, tile, kind);
            for (const Grid grid : {Grid{1, 1}, Grid{9, 1}, Grid{1, 5}, Grid{7, 4}})
                check_exact(random_mosaic(grid, library, 3), folder.path("x.png"));
        }
}

TEST_CASE("png: the canvas's very pixels, of scanlines about as long as DEFLATE's window") {
    const TemporaryFolder folder;
    for (const Kind kind : {Kind::flat, Kind::mixed}) {
        const TileLibrary px = make_tiles(folder, 9, {1, 2}, kind);
        for (const int width : {10'921, 10'922, 10'923, 10'924, 40'000})
            check_exact(random_mosaic({width, 2}, px, 1), folder.path("x.png"));
        const TileLibrary wide = make_tiles(folder, 3, {10'922, 3}, kind);
        const TileLibrary wider = make_tiles(folder, 3, {10'923, 3}, kind);
        for (const TileLibrary &library : {wide, wider})
            check_exact(random_mosaic({9, 2}, library, 2), folder.path("x.png"));
    }
}

TEST_CASE("png: the canvas's very pixels, however cells repeat each other") {
    const TemporaryFolder folder;
    for (const Kind kind : {Kind::noise, Kind::flat, Kind::mixed}) {
        const TileLibrary library = make_tiles(folder, 40, {16, 12}, kind);
        const Grid grid{150, 6};
        const auto check = [&](auto &&tile) {
            check_exact(mosaic_of(grid, library, tile), folder.path("x.png"));
        };
        check([](std::size_t) { return 7; });
        check([](std::size_t i) { return i % 2; });
        check([](std::size_t i) { return i % 13; });
        check([](std::size_t i) { return i % 29 == 28 ? i : i % 29; });
        check([](std::size_t i) { return i / 150 / 2 * 3 + i % 150 / 20; });
        check([](std::size_t i) { return i % 7 * (i % 5); });
    }
}

TEST_CASE("png: the canvas's very pixels, turned and tinted") {
    const TemporaryFolder folder;
    const TileLibrary library = make_tiles(folder, 5, {20, 20}, Kind::mixed);
    std::mt19937 random(11);
    std::vector<Placement> placements(Grid{30, 20}.cells());
    for (Placement &placement : placements) {
        const auto tint = [&] { return static_cast<std::int8_t>(random() % 60 - 30); };
        placement = {static_cast<TileId>(random() % 5),
                     static_cast<Orientation>(random() % 8),
                     {tint(), tint(), tint()}};
    }
    check_exact({{30, 20}, placements, library}, folder.path("x.png"));
}

TEST_CASE("png: random small mosaics") {
    const TemporaryFolder folder;
    std::mt19937 random(2024);
    const auto up_to = [&](unsigned most) { return static_cast<int>(1 + random() % most); };
    for (int round = 0; round < 150; ++round) {
        CAPTURE(round);
        const TileShape tile{up_to(40), up_to(20)};
        const TileLibrary library = make_tiles(folder, static_cast<TileId>(up_to(12)), tile,
                                               static_cast<Kind>(random() % 8));
        check_exact(random_mosaic({up_to(60), up_to(9)}, library, static_cast<unsigned>(round)),
                    folder.path("x.png"));
    }
}

TEST_CASE("png: 5 000 variants, in memory or not, at 1, 2 and 7 threads: the same bytes") {
    const TemporaryFolder folder;
    const TileLibrary library = make_tiles(folder, 5000, {9, 11}, Kind::mixed);
    const Mosaic mosaic = mosaic_of({100, 60}, library, [](std::size_t i) { return i * 7919; });
    check_exact(mosaic, folder.path("x.png"));
    const std::string expected = test::read_file(folder.path("x.png"));
    for (const int threads : {1, 2, 7})
        for (const std::uint64_t memory : {std::uint64_t{100'000}, std::uint64_t{1} << 30}) {
            write_png(mosaic, folder.path("y.png"), {.memory = memory}, {.threads = threads});
            CHECK(test::read_file(folder.path("y.png")) == expected);
        }
}

TEST_CASE("png: large pictures of many pieces are the same at any number of threads") {
    const TemporaryFolder folder;
    const TileLibrary library = make_tiles(folder, 30, {64, 64}, Kind::noise);
    const Mosaic mosaic = random_mosaic({40, 40}, library, 9);
    check_exact(mosaic, folder.path("x.png"));
    write_png(mosaic, folder.path("y.png"), {}, {.threads = 1});
    CHECK(test::read_file(folder.path("x.png")) == test::read_file(folder.path("y.png")));
}

TEST_CASE("png: the filter is the one that suits the tiles, and so takes less than libvips") {
    const TemporaryFolder folder;
    const std::pair<Kind, Filter> expected[] = {
        {Kind::black, Filter::none}, {Kind::flat, Filter::up}, {Kind::photo, Filter::paeth}};
    for (const auto &[tiles, filter] : expected) {
        const Kind kind = tiles;
        CAPTURE(kind);
        const TileLibrary library = make_tiles(folder, 2000, {40, 30}, kind);
        const Mosaic mosaic = random_mosaic({60, 40}, library, 6);
        CHECK(png_statistics(mosaic).filter == filter);
        CHECK(write_png(mosaic, folder.path("x.png")) <=
              write_png(mosaic, folder.path("y.png"), {.writer = "canvas"}));
    }
}

TEST_CASE("png: flat tiles take no more than libvips' own file") {
    const TemporaryFolder folder;
    // Smaller pictures may take some bytes more: the code has a word for every symbol.
    for (const Grid grid : {Grid{40, 30}, Grid{200, 50}})
        for (const int side : {16, 50})
            for (const TileId tiles : {1U, 2U, 8U, 300U}) {
                CAPTURE(grid.columns);
                CAPTURE(side);
                CAPTURE(tiles);
                const TileLibrary library = make_tiles(folder, tiles, {side, side}, Kind::flat);
                const Mosaic mosaic = random_mosaic(grid, library, 4);
                CHECK(write_png(mosaic, folder.path("x.png")) <=
                      write_png(mosaic, folder.path("y.png"), {.writer = "canvas"}));
            }
    const TileLibrary black = make_tiles(folder, 2, {32, 32}, Kind::black);
    for (const Grid grid : {Grid{100, 60}, Grid{400, 20}}) {
        const Mosaic mosaic = random_mosaic(grid, black, 4);
        check_exact(mosaic, folder.path("x.png"));
        CHECK(write_png(mosaic, folder.path("x.png")) <=
              write_png(mosaic, folder.path("y.png"), {.writer = "canvas"}));
    }
}

TEST_CASE("png: dpi and the sRGB profile, or without it") {
    const TemporaryFolder folder;
    const TileLibrary library = make_tiles(folder, 3, {8, 8}, Kind::noise);
    const Mosaic mosaic = random_mosaic({5, 4}, library, 1);
    const auto written = [&](const std::string &name, const std::string &writer) {
        write_png(mosaic, folder.path(name), {.dpi = 150, .writer = writer});
        return VImage::new_from_file(Target(folder.path(name)).path.c_str());
    };
    const auto profile_of = [](const VImage &image) {
        std::size_t bytes = 0;
        const auto *first = static_cast<const char *>(image.get_blob(VIPS_META_ICC_NAME, &bytes));
        return std::string(first, bytes);
    };
    const VImage composed = written("x.png", "composed"), canvas = written("y.png", "canvas");
    CHECK(composed.xres() == doctest::Approx(150 / 25.4).epsilon(0.001));
    CHECK(composed.xres() == canvas.xres());
    CHECK(composed.yres() == canvas.yres());
    CHECK(profile_of(composed) == profile_of(canvas));
    CHECK(written("z.png[strip]", "composed").get_typeof(VIPS_META_ICC_NAME) == 0);
}

TEST_CASE("png: other options are for libvips' encoder") {
    const TemporaryFolder folder;
    const TileLibrary library = make_tiles(folder, 3, {8, 8}, Kind::noise);
    const Mosaic mosaic = random_mosaic({5, 4}, library, 1);
    for (const char *options :
         {"compression=9", "filter=all", "palette", "interlace", "strip,Q=3"}) {
        const Target target = folder.path("x.png[") + options + "]";
        CHECK(write(mosaic, target, {.replace = true}).writer == "canvas");
        CHECK_THROWS_WITH_AS(write(mosaic, target, {.replace = true, .writer = "composed"}),
                             doctest::Contains("no option"), Error);
    }
}

TEST_CASE("png: cancelled between tiles or between pieces, nothing is left") {
    const TemporaryFolder folder;
    const TileLibrary library = make_tiles(folder, 30, {64, 64}, Kind::noise);
    const Mosaic mosaic = random_mosaic({40, 40}, library, 9);
    const auto before = folder.listing();
    for (const std::string_view stage : {"encode", "write"}) {
        std::stop_source stop;
        RunOptions run{.cancel = stop.get_token()};
        run.progress = [&](const Progress &progress) {
            if (progress.stage == stage && progress.done > 0)
                stop.request_stop();
        };
        try {
            write(mosaic, folder.path("x.png"), {}, run);
            FAIL("not cancelled in " << stage);
        } catch (const Error &error) {
            CHECK(error.code() == ErrorCode::cancelled);
        }
        CHECK(folder.listing() == before);
    }
}

} // namespace tessera
