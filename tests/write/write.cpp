#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/writer.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
namespace fs = std::filesystem;
using test::TemporaryFolder;
using vips::VImage;
namespace {

Mosaic some_mosaic(const TemporaryFolder &folder, Grid grid = {9, 7}) {
    std::vector<Placement> placements(grid.cells());
    for (std::size_t i = 0; i < placements.size(); ++i)
        placements[i].tile = static_cast<TileId>(i * i % 6);
    return {grid, placements, test::make_library(folder, 6, {16, 12})};
}

constexpr unsigned tiff_compression = 259, tiff_tile_width = 322;

/// Value of a one-number tag in the first directory of a classic little-endian TIFF, or 0.
/// Source: TIFF 6.0, section 2.
unsigned tiff_tag(const std::string &path, unsigned tag) {
    const std::string bytes = test::read_file(path);
    const auto number = [&](std::size_t at, int length) {
        unsigned value = 0;
        for (int i = length - 1; i >= 0; --i)
            value =
                value << 8 | static_cast<unsigned char>(bytes.at(at + static_cast<std::size_t>(i)));
        return value;
    };
    const std::size_t directory = number(4, 4);
    for (std::size_t entry = 0; entry < number(directory, 2); ++entry)
        if (const std::size_t at = directory + 2 + entry * 12; number(at, 2) == tag)
            return number(at + 8, number(at + 2, 2) == 3 ? 2 : 4);
    return 0;
}

} // namespace

TEST_CASE("target: options in brackets are split off, brackets in names are not") {
    CHECK(Target("wall.tif").options.empty());
    CHECK(Target("wall.tif[compression=lzw,tile]").path == "wall.tif");
    CHECK(Target("wall.tif[compression=lzw,tile]").options == "compression=lzw,tile");
    CHECK(Target("a[1]/wall.PNG").path == "a[1]/wall.PNG");
    CHECK(Target("a[1]/wall.PNG").suffix() == ".png");
    CHECK(Target("wall").suffix().empty());
}

TEST_CASE("write: lossless formats hold the canvas's very pixels") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder);
    const auto expected = test::pixels_of(compose(mosaic));
    for (const char *name : {"x.png", "x.tif", "x.tif[compression=lzw,tile=false]",
                             "x.webp[lossless=true]", "x.ppm", "x.v", "x[1].png"}) {
        CAPTURE(name);
        const Target target = folder.path(name);
        const WriteReport report = write(mosaic, target, {.replace = true});
        CHECK(report.bytes == fs::file_size(target.path));
        const VImage file =
            VImage::new_from_source(vips::VSource::new_from_file(target.path.c_str()), "");
        CHECK(test::pixels_of(file) == expected);
    }
}

TEST_CASE("write: JPEG has 300 dpi, the sRGB profile, and Q as asked") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder);
    const auto size_at = [&](const std::string &options) {
        return write(mosaic, folder.path("x.jpg") + options, {.replace = true}).bytes;
    };
    CHECK(size_at("") == size_at("[Q=85]"));
    CHECK(size_at("[Q=40]") < size_at("[Q=95]"));
    const VImage file = VImage::new_from_file(folder.path("x.jpg").c_str());
    CHECK(file.xres() == doctest::Approx(300 / 25.4).epsilon(0.01));
    CHECK(file.get_typeof(VIPS_META_ICC_NAME) != 0);
    // Only rounding is lost: each step of the DCT at Q 100 is one level.
    size_at("[Q=100,subsample-mode=off]");
    CHECK(test::psnr(VImage::new_from_file(folder.path("x.jpg").c_str()), compose(mosaic)) > 45);
}

TEST_CASE("write: TIFF is tiled and deflated unless told otherwise") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder);
    write(mosaic, folder.path("x.tif"), {.dpi = 150});
    const VImage file = VImage::new_from_file(folder.path("x.tif").c_str());
    CHECK(tiff_tag(folder.path("x.tif"), tiff_tile_width) == 256);
    CHECK(tiff_tag(folder.path("x.tif"), tiff_compression) == 8); // Adobe deflate
    CHECK(file.xres() == doctest::Approx(150 / 25.4).epsilon(0.01));
    const auto plain = write(mosaic, folder.path("y.tif[compression=none,tile-width=64]"));
    CHECK(tiff_tag(folder.path("y.tif"), tiff_tile_width) == 64);
    CHECK(plain.bytes > fs::file_size(folder.path("x.tif")));
}

TEST_CASE("write: a deep-zoom tree appears with all its files") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder);
    write(mosaic, folder.path("x.dz"));
    CHECK(fs::exists(folder.path("x.dzi")));
    CHECK(fs::exists(folder.path("x_files/0/0_0.jpeg")));
    CHECK_THROWS_AS(write(mosaic, folder.path("x.dz")), Error);
    CHECK_NOTHROW(write(mosaic, folder.path("x.dz"), {.replace = true}));
}

TEST_CASE("write: what a format can't hold is refused, naming those that can") {
    constexpr TileShape one_px{1, 1};
    for (const char *name : {"x.jpg", "x.webp", "x.gif"})
        CHECK_THROWS_WITH_AS(check_output(name, {{70'000, 10}, one_px}, {}),
                             doctest::Contains(".tif"), Error);
    CHECK_THROWS_AS(check_output("x.webp", {{10, 16'384}, one_px}, {}), Error);
    CHECK_NOTHROW(check_output("x.jpg", {{65'500, 65'500}, one_px}, {}));
    for (const char *name : {"x.png", "x.tif", "x.dz"})
        CHECK_NOTHROW(check_output(name, {{5'000'000, 5'000'000}, one_px}, {}));
    for (const char *name : {"x.unknown", "x", "x.png.", ".png"})
        CHECK_THROWS_WITH_AS(check_output(name, {{10, 10}, one_px}, {}),
                             doctest::Contains("suffix"), Error);
}

TEST_CASE("write: options that a format doesn't have are an error and leave nothing") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder);
    const auto before = folder.listing();
    CHECK_THROWS_AS(write(mosaic, folder.path("x.png[nonsense=1]")), Error);
    CHECK_THROWS_AS(write(mosaic, folder.path("x.tif[compression=no]")), Error);
    CHECK(folder.listing() == before);
}

TEST_CASE("write: cancelled, nothing stands in place") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder, {60, 300});
    const auto before = folder.listing();
    std::stop_source stop;
    RunOptions run{.cancel = stop.get_token()};
    run.progress = [&](const Progress &progress) {
        if (progress.done > 0)
            stop.request_stop();
    };
    for (const char *name : {"x.png", "x.tif", "x.dz"})
        try {
            write(mosaic, folder.path(name), {}, run);
            FAIL("not cancelled: " << name);
        } catch (const Error &error) {
            CHECK(error.code() == ErrorCode::cancelled);
        }
    CHECK(folder.listing() == before);
}

TEST_CASE("write: the same bytes at 1, 2 and 7 threads") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder, {40, 30});
    for (const char *name : {"x.png", "x.jpg", "x.tif", "x.webp"}) {
        std::vector<std::string> found;
        for (const int threads : {1, 2, 7}) {
            write(mosaic, folder.path(name), {.replace = true}, {.threads = threads});
            found.push_back(test::read_file(folder.path(name)));
        }
        CHECK(found[0] == found[1]);
        CHECK(found[0] == found[2]);
    }
}

TEST_CASE("write: progress ends at the mosaic's height") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(folder, {10, 100});
    Progress last;
    RunOptions run;
    run.progress = [&](const Progress &progress) { last = progress; };
    write(mosaic, folder.path("x.png"), {}, run);
    CHECK(last.stage == "write");
    CHECK(last.total == 1200);
    CHECK(last.done == 1200);
}

} // namespace tessera
