#include "image/colour/profile.hpp"
#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/writer.hpp>

#include <doctest/doctest.h>
#include <filesystem>
#include <memory>
#include <random>
#include <spdlog/fmt/fmt.h>
#include <turbojpeg.h>
#include <type_traits>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// All that is easy or hard to encode: noise, a ramp, a grey one, flat tiles, hard edges.
TileLibrary hard_library(const TemporaryFolder &folder, TileShape tile) {
    const std::string name = fmt::format("{}x{}", tile.width, tile.height);
    const VImage noise = test::noise(tile.width, tile.height, 5);
    const VImage ramp = test::gradient(tile.width, tile.height);
    const VImage grey = VImage::bandjoin({ramp[0], ramp[0], ramp[0]});
    const std::vector<VImage> photos = {
        noise,
        ramp,
        grey.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB)),
        test::solid(tile.width, tile.height, {0, 0, 0}),
        test::solid(tile.width, tile.height, {255, 255, 255}),
        test::solid(tile.width, tile.height, {255, 0, 40}),
        (noise > 127).copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))};
    fs::create_directories(folder.path(name));
    for (std::size_t i = 0; i < photos.size(); ++i)
        photos[i].write_to_file(fmt::format("{}/{}.png", folder.path(name), i).c_str());
    BuildOptions options;
    options.tile.shape = tile;
    build_library(find_photos({folder.path(name)}), folder.path(name + ".tiles"), options);
    return TileLibrary::open(folder.path(name + ".tiles"));
}

/// Cells at random; turned where tiles can be, and tinted.
Mosaic random_mosaic(const TileLibrary &library, Grid grid, bool plain = true) {
    std::mt19937 random(11);
    const unsigned orientations = library.info().tile.width == library.info().tile.height ? 8 : 4;
    std::vector<Placement> placements(grid.cells());
    for (Placement &placement : placements) {
        placement.tile = static_cast<TileId>(random() % library.info().tiles);
        if (plain)
            continue;
        placement.orientation = static_cast<Orientation>(random() % orientations);
        placement.tint = {static_cast<std::int8_t>(random()), static_cast<std::int8_t>(random()),
                          static_cast<std::int8_t>(random())};
    }
    return {grid, placements, library};
}

/// Decoded by libjpeg-turbo as it does it unless told otherwise. height x width x 3.
std::vector<std::uint8_t> turbo_pixels(const std::string &path) {
    const std::string file = test::read_file(path);
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(file.data());
    const std::unique_ptr<std::remove_pointer_t<tjhandle>, decltype(&tjDestroy)> decoder(
        tjInitDecompress(), &tjDestroy);
    int width = 0, height = 0, subsampling = 0, colours = 0;
    REQUIRE(tjDecompressHeader3(decoder.get(), bytes, file.size(), &width, &height, &subsampling,
                                &colours) == 0);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height) * 3);
    REQUIRE(tjDecompress2(decoder.get(), bytes, file.size(), pixels.data(), width, 0, height,
                          TJPF_RGB, 0) == 0); // warnings count as errors
    return pixels;
}

/// Not from libvips' cache, where a file of that name may have been before. Warnings are errors.
VImage opened(const std::string &path) {
    return VImage::new_from_source(vips::VSource::new_from_file(path.c_str()), "",
                                   VImage::option()->set("fail_on", VIPS_FAIL_ON_WARNING));
}

/// Writes it composed and through the canvas and compares all pixels.
void check_as_canvas(const Mosaic &mosaic, const TemporaryFolder &folder,
                     const std::string &options, const std::string &for_canvas) {
    CAPTURE(options);
    CAPTURE(mosaic.tile().width);
    CAPTURE(mosaic.tile().height);
    CAPTURE(mosaic.grid().columns);
    const std::string composed = folder.path("composed.jpg"), canvas = folder.path("canvas.jpg");
    write(mosaic, composed + "[" + options + "]", {.replace = true, .writer = "composed"});
    write(mosaic, canvas + "[" + options + for_canvas + "]", {.replace = true, .writer = "canvas"});
    CHECK((turbo_pixels(composed) == turbo_pixels(canvas)));
    CHECK((test::pixels_of(opened(composed)) == test::pixels_of(opened(canvas))));
}

bool is_written(const Mosaic &mosaic, const TemporaryFolder &folder, const std::string &name) {
    const auto report = write(mosaic, folder.path(name), {.replace = true});
    return report.writer == "composed";
}

} // namespace

TEST_CASE("jpeg: the pixels of libjpeg's own encoding of the whole, at every quality") {
    const TemporaryFolder folder;
    const Mosaic mosaic = random_mosaic(hard_library(folder, {32, 32}), {7, 5});
    for (const int quality : {1, 50, 85, 89, 90, 100})
        for (const char *mode : {"auto", "on", "off"})
            check_as_canvas(mosaic, folder, fmt::format("Q={},subsample-mode={}", quality, mode),
                            "");
    check_as_canvas(mosaic, folder, "optimize_coding,Q=85", "");
    check_as_canvas(mosaic, folder, "strip", ",Q=85");
}

TEST_CASE("jpeg: the same in all shapes of tiles") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{16, 16}, TileShape{48, 48}, TileShape{64, 64},
                                 TileShape{128, 128}, TileShape{16, 32}, TileShape{48, 16}})
        check_as_canvas(random_mosaic(hard_library(folder, tile), {5, 4}), folder, "Q=85", "");
    for (const TileShape tile : {TileShape{8, 8}, TileShape{24, 24}, TileShape{24, 8},
                                 TileShape{16, 24}, TileShape{8, 120}}) {
        const Mosaic mosaic = random_mosaic(hard_library(folder, tile), {5, 4});
        check_as_canvas(mosaic, folder, "Q=85", ",subsample-mode=off");
        check_as_canvas(mosaic, folder, "Q=90", "");
    }
}

TEST_CASE("jpeg: the same in all shapes of grids") {
    const TemporaryFolder folder;
    const TileLibrary library = hard_library(folder, {16, 16});
    for (const Grid grid : {Grid{1, 1}, Grid{1, 9}, Grid{9, 1}, Grid{8, 8}, Grid{100, 3},
                            Grid{3, 100}, Grid{4093, 1}, Grid{1, 4093}})
        check_as_canvas(random_mosaic(library, grid), folder, "Q=85", "");
}

TEST_CASE("jpeg: the same for turned and tinted tiles, more than are counted for the codes") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{16, 16}, TileShape{16, 8}}) {
        const Mosaic mosaic = random_mosaic(hard_library(folder, tile), {100, 50}, false);
        REQUIRE(mosaic.variants().size() > 4900);
        check_as_canvas(mosaic, folder, "Q=95", "");
    }
}

TEST_CASE("jpeg: smaller than libjpeg's own") {
    const TemporaryFolder folder;
    const Mosaic mosaic = random_mosaic(test::make_library(folder, 20, {64, 64}), {12, 10});
    const auto bytes_by = [&](const char *writer) {
        return write(mosaic, folder.path("x.jpg"), {.replace = true, .writer = writer}).bytes;
    };
    CHECK(bytes_by("composed") < bytes_by("canvas"));
}

TEST_CASE("jpeg: the same bytes at any number of threads, in memory or in a file") {
    const TemporaryFolder folder;
    const Mosaic mosaic = random_mosaic(hard_library(folder, {48, 48}), {60, 40}, false);
    const auto bytes = [&](int threads, std::uint64_t memory) {
        write(mosaic, folder.path("x.jpg[Q=100]"),
              {.replace = true, .writer = "composed", .memory = memory}, {.threads = threads});
        return test::read_file(folder.path("x.jpg"));
    };
    constexpr std::uint64_t plenty = 1 << 30, some = 1 << 20;
    const std::string expected = bytes(1, plenty);
    CHECK(expected.size() > 4 << 20); // composed in several pieces
    CHECK((bytes(2, plenty) == expected));
    CHECK((bytes(7, plenty) == expected));
    CHECK((bytes(2, some) == expected));
    CHECK((bytes(7, 0) == expected));
    CHECK((bytes(1, 0) == expected));
}

TEST_CASE("jpeg: resolution and profile are read back, and strip takes the profile") {
    const TemporaryFolder folder;
    const Mosaic mosaic = random_mosaic(test::make_library(folder, 3, {16, 16}), {4, 3});
    const auto written = [&](const std::string &options, double dpi) {
        write(mosaic, folder.path("x.jpg" + options),
              {.dpi = dpi, .replace = true, .writer = "composed"});
        return opened(folder.path("x.jpg"));
    };
    const VImage image = written("", 240.4);
    CHECK(image.width() == 64);
    CHECK(image.height() == 48);
    CHECK(image.xres() == doctest::Approx(240 / 25.4));
    CHECK(image.yres() == image.xres());
    std::size_t length = 0;
    const auto *profile =
        static_cast<const std::uint8_t *>(image.get_blob(VIPS_META_ICC_NAME, &length));
    CHECK(std::vector(profile, profile + length) == srgb_profile());
    CHECK(written("", 1e9).xres() == doctest::Approx(65'535 / 25.4));
    CHECK(written("[strip]", 300).get_typeof(VIPS_META_ICC_NAME) == 0);
    CHECK(written("[strip=false]", 300).get_typeof(VIPS_META_ICC_NAME) != 0);
}

TEST_CASE("jpeg: what it can't do goes through the canvas, saying why") {
    const TemporaryFolder folder;
    const Mosaic mosaic = random_mosaic(test::make_library(folder, 3, {24, 24}), {4, 3});
    for (const char *name : {"x.jpg", "x.JPEG", "x.jpe", "x.jfif", "x.jpg[Q=100,optimize_coding]"})
        CHECK(is_written(mosaic, folder, name));
    for (const char *name : {"x.jpg[interlace]", "x.jpg[Q=50x]", "x.jpg[optimize-coding=false]",
                             "x.jpg[subsample_mode=on]", "x.jpg[restart-interval=4]"})
        CHECK_FALSE(is_written(mosaic, folder, name));
    const auto reason = [&](const std::string &name, TileShape tile) {
        try {
            check_output(folder.path(name), {{4, 4}, tile}, {.writer = "composed"});
        } catch (const Error &error) {
            CHECK(error.code() == ErrorCode::unsupported);
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(reason("y.jpg", {100, 100}).find("multiples of 8 px") != std::string::npos);
    CHECK(reason("y.jpg", {16, 20}).find("multiples of 8 px") != std::string::npos);
    CHECK(reason("y.jpg[subsample-mode=on]", {24, 16}).find("of 16 px") != std::string::npos);
    CHECK(reason("y.jpg[Q=80,interlace=true]", {16, 16}).find("'interlace'") != std::string::npos);
    CHECK(reason("y.jpg[Q=101]", {16, 16}).find("'101'") != std::string::npos);
    CHECK(reason("y.jpg", {16'376, 16}).find("65500") != std::string::npos);
    CHECK(reason("y.jpg", {16'368, 16}).empty());
}

TEST_CASE("jpeg: cancelled at any stage, it leaves nothing") {
    const TemporaryFolder folder;
    const Mosaic mosaic = random_mosaic(hard_library(folder, {48, 48}), {60, 40}, false);
    const auto before = folder.listing();
    for (const std::string_view stage : {"encode", "write"}) {
        std::stop_source stop;
        RunOptions run{.threads = 2, .cancel = stop.get_token()};
        run.progress = [&](const Progress &progress) {
            if (progress.stage == stage && progress.done > 0)
                stop.request_stop();
        };
        try {
            write(mosaic, folder.path("x.jpg"), {.writer = "composed"}, run);
            FAIL("not cancelled");
        } catch (const Error &error) {
            CHECK(error.code() == ErrorCode::cancelled);
        }
        CHECK(folder.listing() == before);
    }
}

TEST_CASE("jpeg: progress ends at the number of variants, and at the height") {
    const TemporaryFolder folder;
    const Mosaic mosaic = random_mosaic(hard_library(folder, {16, 16}), {30, 50});
    std::vector<Progress> all;
    RunOptions run{.threads = 2};
    run.progress = [&](const Progress &progress) { all.push_back(progress); };
    write(mosaic, folder.path("x.jpg"), {.writer = "composed"}, run);
    CHECK(all.back().stage == "write");
    CHECK(all.back().done == 800);
    CHECK(all.back().total == 800);
    CHECK(all.front().stage == "encode");
    CHECK(all.front().total == mosaic.variants().size());
}

} // namespace tessera
