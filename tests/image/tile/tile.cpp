#include "image/tile/tile.hpp"

#include "image/colour/profile.hpp"
#include "image/tile/features.hpp"
#include "support/images.hpp"
#include "support/jpegs.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
using vips::VImage;
namespace {

VImage picture_of(const Tile &tile, TileShape shape) {
    return VImage::new_from_memory(const_cast<std::uint8_t *>(tile.pixels.data()),
                                   tile.pixels.size(), shape.width, shape.height, 3,
                                   VIPS_FORMAT_UCHAR);
}

Tile load(const std::string &path, TileShape shape, TileOptions options = {}) {
    options.shape = shape;
    return load_tile(path, options);
}

TileFeatures features(const Tile &tile, TileShape shape) { return features_of(tile.pixels, shape); }

} // namespace

TEST_CASE("tile: a photo of the tile's own size keeps its pixels") {
    const TemporaryFolder folder;
    const VImage photo = test::noise(24, 16, 1);
    photo.write_to_file(folder.path("x.png").c_str());
    const Tile tile = load(folder.path("x.png"), {24, 16});
    CHECK(tile.pixels == test::pixels_of(photo));
    CHECK(tile.record.width == 24);
    CHECK(tile.record.height == 16);
    CHECK(tile.record.path == folder.path("x.png"));
    CHECK(tile.record.file_bytes == std::filesystem::file_size(folder.path("x.png")));
    CHECK(tile.record.content == digest_of(test::read_file(folder.path("x.png"))));
}

TEST_CASE("tile: every shape of photo fills every shape of tile exactly") {
    const TemporaryFolder folder;
    for (const Size size : {Size{1, 1}, {2000, 3}, {3, 500}, {101, 99}, {1009, 1010}, {640, 480}})
        for (const char *name : {"x.jpg", "x.png"})
            for (const TileShape shape : {TileShape{32, 32}, {33, 17}, {5, 64}, {1, 1}}) {
                test::gradient(static_cast<int>(size.width), static_cast<int>(size.height))
                    .write_to_file(folder.path(name).c_str());
                CAPTURE(size.width);
                CAPTURE(shape.width);
                CHECK(load(folder.path(name), shape).pixels.size() == shape.bytes());
            }
}

TEST_CASE("tile: the crop is central, or goes where most is to be seen") {
    const TemporaryFolder folder;
    // Flat grey with a colourful, busy patch at the far left.
    const VImage photo =
        test::solid(300, 100, {128, 128, 128}).insert(test::noise(60, 100, 4), 0, 0);
    photo.write_to_file(folder.path("x.png").c_str());
    const TileShape shape{50, 50};
    const auto deviation = [&](Crop crop) {
        const Tile tile = load(folder.path("x.png"), shape, {.crop = crop});
        return picture_of(tile, shape).deviate();
    };
    CHECK(deviation(Crop::centre) < 1);
    CHECK(deviation(Crop::entropy) > 10);
    CHECK(deviation(Crop::attention) > 10);
}

TEST_CASE("tile: within 40 dB of vips thumbnail's, whatever the JPEG") {
    const TemporaryFolder folder;
    const std::string path = folder.path("x.jpg");
    // Of hard edges and fine detail, as photos are, so that half a px of shift shows.
    const auto photo = [](int width, int height, int bands) {
        const VImage detail = test::noise(width, height, 5, bands).gaussblur(0.7);
        const VImage patches = test::noise(8, 6, 3, bands)
                                   .resize(width / 8.0, VImage::option()
                                                            ->set("vscale", height / 6.0)
                                                            ->set("kernel", VIPS_KERNEL_NEAREST));
        return (detail * 0.4 + patches * 0.6).cast(VIPS_FORMAT_UCHAR);
    };
    std::vector<test::JpegOptions> kinds = {{}, {.across = 2}, {.across = 2, .down = 2}};
    kinds.push_back({.across = 2, .down = 2, .progressive = true});
    kinds.push_back({.across = 2, .down = 2, .restart_rows = 1});
    kinds.push_back({.rgb = true});
    const auto agrees = [&](const std::string &jpeg, TileShape shape) {
        test::write_file(path, jpeg);
        const VImage expected =
            VImage::thumbnail(
                path.c_str(), shape.width,
                VImage::option()->set("height", shape.height)->set("crop", VIPS_INTERESTING_CENTRE))
                .colourspace(VIPS_INTERPRETATION_sRGB);
        CHECK(test::psnr(picture_of(load(path, shape), shape), expected) > 40);
    };
    SUBCASE("every kind") {
        for (const auto &kind : kinds)
            for (const int bands : {1, 3}) {
                CAPTURE(kind.across);
                CAPTURE(bands);
                agrees(
                    test::jpeg_of(photo(501, 375, bands), bands == 3 ? kind : test::JpegOptions{}),
                    {128, 128});
            }
    }
    SUBCASE("every size and shape") {
        for (const Size size : {Size{500, 333},
                                {333, 500},
                                {1013, 517},
                                {301, 903},
                                {130, 97},
                                {64, 64},
                                {1201, 1203},
                                {40, 30}})
            for (const TileShape shape : {TileShape{64, 64}, {33, 48}, {100, 20}}) {
                CAPTURE(size.width);
                CAPTURE(shape.width);
                agrees(test::jpeg_of(photo(int(size.width), int(size.height), 3), kinds[2]), shape);
            }
    }
    SUBCASE("every orientation") {
        for (int orientation = 1; orientation <= 8; ++orientation)
            for (const TileShape shape : {TileShape{64, 64}, {48, 30}}) {
                CAPTURE(orientation);
                agrees(test::with_exif(test::jpeg_of(photo(500, 333, 3)), orientation), shape);
            }
    }
}

TEST_CASE("tile: other formats have vips thumbnail's geometry, too") {
    const TemporaryFolder folder;
    for (const char *name : {"x.png", "x.webp", "x.tif"})
        for (const TileShape shape : {TileShape{64, 64}, {33, 48}}) {
            const std::string path = folder.path(name);
            test::noise(401, 303, 5).gaussblur(1).write_to_file(path.c_str());
            const VImage expected = VImage::thumbnail(path.c_str(), shape.width,
                                                      VImage::option()
                                                          ->set("height", shape.height)
                                                          ->set("crop", VIPS_INTERESTING_CENTRE));
            CAPTURE(name);
            CHECK(test::psnr(picture_of(load(path, shape), shape), expected) > 40);
        }
}

TEST_CASE("tile: CMYK and arithmetic-coded JPEGs come out in their colours") {
    const TemporaryFolder folder;
    const VImage photo = test::solid(64, 64, {200, 60, 60});
    photo.icc_transform("cmyk", VImage::option()->set("input_profile", "srgb"))
        .write_to_file(folder.path("cmyk.jpg").c_str());
    test::write_file(folder.path("arithmetic.jpg"), test::jpeg_of(photo, {.arithmetic = true}));
    for (const char *name : {"cmyk.jpg", "arithmetic.jpg"}) {
        const auto mean = features(load(folder.path(name), {16, 16}), {16, 16}).mean;
        CAPTURE(name);
        CHECK(mean[0] == doctest::Approx(200).epsilon(0.05));
        CHECK(mean[1] == doctest::Approx(60).epsilon(0.2));
    }
}

TEST_CASE("tile: colours are taken to sRGB by the photo's profile") {
    const TemporaryFolder folder;
    const VImage photo = test::gradient(90, 60);
    const VImage p3 = photo.icc_transform("p3", VImage::option()->set("input_profile", "srgb"));
    p3.jpegsave(folder.path("p3.jpg").c_str(), VImage::option()->set("Q", 98));
    for (const Crop crop : {Crop::centre, Crop::attention})
        for (const TileShape shape : {TileShape{30, 30}, {120, 100}}) {
            const Tile tile = load(folder.path("p3.jpg"), shape, {.crop = crop});
            const VImage expected = VImage::thumbnail(
                folder.path("p3.jpg").c_str(), shape.width,
                VImage::option()
                    ->set("height", shape.height)
                    ->set("export_profile", "srgb")
                    ->set("crop", crop == Crop::centre ? VIPS_INTERESTING_CENTRE
                                                       : VIPS_INTERESTING_ATTENTION));
            CHECK(test::psnr(picture_of(tile, shape), expected) > 40);
        }
}

TEST_CASE("tile: a profile that doesn't fit a grey JPEG is passed over") {
    const TemporaryFolder folder;
    const VImage grey = test::noise(60, 40, 2, 1).gaussblur(2);
    const auto &profile = srgb_profile();
    std::string segment = "\xff\xe2";
    segment += static_cast<char>((profile.size() + 16) >> 8);
    segment += static_cast<char>((profile.size() + 16) & 255);
    segment += std::string("ICC_PROFILE\0\1\1", 14) + std::string(profile.begin(), profile.end());
    std::string jpeg = test::jpeg_of(grey);
    test::write_file(folder.path("x.jpg"), jpeg.insert(2, segment));
    const auto mean = features(load(folder.path("x.jpg"), {60, 40}), {60, 40}).mean;
    CHECK(mean[0] == doctest::Approx(grey.avg()).epsilon(0.01));
    CHECK(mean[0] == mean[2]);
}

TEST_CASE("tile: all eight orientations give the same tile as the upright photo") {
    const TemporaryFolder folder;
    const VImage upright = test::gradient(120, 80);
    upright.jpegsave(folder.path("1.jpg").c_str(), VImage::option()->set("Q", 100));
    const Tile first = load(folder.path("1.jpg"), {20, 20});
    const VImage expected = picture_of(first, {20, 20});
    const std::vector<VImage> stored = {upright,
                                        upright.fliphor(),
                                        upright.rot180(),
                                        upright.flipver(),
                                        upright.rot90().fliphor(),
                                        upright.rot270(),
                                        upright.rot270().fliphor(),
                                        upright.rot90()};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        CAPTURE(orientation);
        VImage turned = stored[static_cast<std::size_t>(orientation) - 1].copy();
        turned.set(VIPS_META_ORIENTATION, orientation);
        turned.jpegsave(folder.path("x.jpg").c_str(), VImage::option()->set("Q", 100));
        const Tile tile = load(folder.path("x.jpg"), {20, 20});
        CHECK(tile.record.width == 120);
        CHECK(tile.record.height == 80);
        CHECK((picture_of(tile, {20, 20}) - expected).abs().avg() <= 3);
    }
}

TEST_CASE("tile: alpha, 16 bits, grey and palettes become 8-bit sRGB") {
    const TemporaryFolder folder;
    const std::string path = folder.path("x.png");
    SUBCASE("half transparent") {
        test::solid(32, 32, {0, 0, 0})
            .bandjoin(test::solid(32, 32, {128, 0, 0})[0])
            .write_to_file(path.c_str());
        const auto mean = features(load(path, {8, 8}, {.background = {255, 100, 0}}), {8, 8}).mean;
        CHECK(mean[0] == doctest::Approx(127).epsilon(0.02));
        CHECK(mean[1] == doctest::Approx(50).epsilon(0.04));
        CHECK(mean[2] == doctest::Approx(0));
    }
    SUBCASE("16-bit with alpha") {
        test::solid(32, 32, {40, 80, 160})
            .colourspace(VIPS_INTERPRETATION_RGB16)
            .bandjoin(65535)
            .write_to_file(path.c_str());
        CHECK(features(load(path, {8, 8}), {8, 8}).mean == std::array<double, 3>{40, 80, 160});
    }
    SUBCASE("grey") {
        test::noise(32, 32, 1, 1).write_to_file(path.c_str());
        const auto mean = features(load(path, {8, 8}), {8, 8}).mean;
        CHECK(mean[0] == mean[1]);
        CHECK(mean[1] == mean[2]);
    }
    SUBCASE("palette") {
        test::solid(32, 32, {40, 80, 160})
            .pngsave(path.c_str(), VImage::option()->set("palette", true));
        const auto mean = features(load(path, {8, 8}), {8, 8}).mean;
        CHECK(mean[2] == doctest::Approx(160).epsilon(0.05));
    }
}

TEST_CASE("tile: the capture date is kept where EXIF has one") {
    const TemporaryFolder folder;
    VImage photo = test::gradient(32, 32).copy();
    photo.set("exif-ifd2-DateTimeOriginal", "2024:05:31 12:00:01");
    photo.write_to_file(folder.path("dated.jpg").c_str());
    CHECK(load(folder.path("dated.jpg"), {8, 8}).record.captured == "2024-05-31T12:00:01");
    test::gradient(32, 32).write_to_file(folder.path("undated.jpg").c_str());
    CHECK(load(folder.path("undated.jpg"), {8, 8}).record.captured.empty());
}

TEST_CASE("tile: the first frame of an animation, the first page of a document") {
    const TemporaryFolder folder;
    const VImage strip = test::solid(16, 16, {250, 0, 0})
                             .join(test::solid(16, 16, {0, 0, 250}), VIPS_DIRECTION_VERTICAL)
                             .copy();
    VImage pages = strip.copy();
    pages.set("page-height", 16);
    pages.write_to_file(folder.path("x.gif").c_str());
    pages.write_to_file(folder.path("x.tif").c_str());
    for (const char *name : {"x.gif", "x.tif"}) {
        const auto mean = features(load(folder.path(name), {8, 8}), {8, 8}).mean;
        CHECK(mean[0] == doctest::Approx(250).epsilon(0.02));
        CHECK(mean[2] == doctest::Approx(0));
    }
}

TEST_CASE("tile: truncated photos are never tiles") {
    const TemporaryFolder folder;
    for (const char *name : {"x.jpg", "x.png"}) {
        test::noise(100, 100, 1).write_to_file(folder.path(name).c_str());
        const std::string whole = test::read_file(folder.path(name));
        for (std::size_t cut = 1; cut < 10; ++cut) {
            test::write_file(folder.path(name), whole.substr(0, whole.size() * cut / 10));
            CHECK_THROWS_WITH_AS(load(folder.path(name), {16, 16}), doctest::Contains(name), Error);
        }
    }
}

} // namespace tessera
