#include "image/tile.hpp"

#include "image/features.hpp"
#include "image/jpeg.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>

namespace tessera {
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

TileFeatures features(const Tile &tile, TileShape shape) {
    const std::vector<std::uint8_t> *const one[] = {&tile.pixels};
    return features_of(one, shape).front();
}

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

TEST_CASE("tile: agrees with vips thumbnail where that knows the way") {
    const TemporaryFolder folder;
    for (const Size size : {Size{500, 375}, {2000, 1500}, {1013, 517}, {300, 900}}) {
        CAPTURE(size.width);
        const VImage photo =
            test::gradient(static_cast<int>(size.width), static_cast<int>(size.height));
        photo.jpegsave(folder.path("x.jpg").c_str(), VImage::option()->set("Q", 95));
        const VImage expected = VImage::thumbnail(
            folder.path("x.jpg").c_str(), 64,
            VImage::option()->set("height", 64)->set("crop", VIPS_INTERESTING_CENTRE));
        // Half a pixel of difference in the crop, and one of 8 bits in rounding.
        const Tile tile = load(folder.path("x.jpg"), {64, 64});
        CHECK(test::psnr(picture_of(tile, {64, 64}), expected) > 40);
    }
}

TEST_CASE("tile: JPEGs decoded by libjpeg-turbo itself have libvips' pixels") {
    const TemporaryFolder folder;
    for (const int bands : {1, 3})
        for (const int shrink : {1, 2, 4, 8}) {
            test::noise(203, 101, 9, bands).write_to_file(folder.path("x.jpg").c_str());
            const PictureFile file(folder.path("x.jpg"));
            const auto found = decode_jpeg(file, file.load(VIPS_ACCESS_SEQUENTIAL), shrink);
            REQUIRE(found);
            const VImage expected = VImage::jpegload(folder.path("x.jpg").c_str(),
                                                     VImage::option()->set("shrink", shrink));
            CAPTURE(bands);
            CAPTURE(shrink);
            CHECK(found->image.width() == expected.width());
            CHECK(found->image.height() == expected.height());
            CHECK((found->image - expected).abs().max() == 0);
        }
}

TEST_CASE("tile: CMYK JPEGs are left to libvips and come out in colour") {
    const TemporaryFolder folder;
    test::solid(64, 64, {200, 60, 60})
        .icc_transform("cmyk", VImage::option()->set("input_profile", "srgb"))
        .write_to_file(folder.path("x.jpg").c_str());
    const PictureFile file(folder.path("x.jpg"));
    CHECK_FALSE(decode_jpeg(file, file.load(VIPS_ACCESS_SEQUENTIAL), 1));
    const auto mean = features(load(folder.path("x.jpg"), {16, 16}), {16, 16}).mean;
    CHECK(mean[0] == doctest::Approx(200).epsilon(0.05));
    CHECK(mean[1] == doctest::Approx(60).epsilon(0.2));
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
