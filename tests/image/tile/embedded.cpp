#include "base/hasher.hpp"
#include "image/tile/features.hpp"
#include "image/tile/tile.hpp"

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

/// A photo of 320 x 240 px in blue tones, whose thumbnail is another picture, so that one sees
/// which of them was taken.
std::string photo_with(const std::string &thumbnail, int orientation = 1) {
    return test::with_exif(test::jpeg_of(test::solid(320, 240, {20, 30, 200})), orientation,
                           thumbnail);
}

Tile load(const TemporaryFolder &folder, const std::string &jpeg, TileShape shape) {
    test::write_file(folder.path("x.jpg"), jpeg);
    return load_tile(folder.path("x.jpg"), {.shape = shape, .embedded = true});
}

bool is_of_photo(const Tile &tile) {
    const TileShape row{static_cast<int>(tile.pixels.size() / 3), 1};
    const auto mean = features_of(tile.pixels, row).mean;
    return std::abs(mean[0] - 20) < 5 && std::abs(mean[2] - 200) < 5;
}

} // namespace

TEST_CASE("embedded: the thumbnail makes the tile, the photo its record") {
    const TemporaryFolder folder;
    const VImage thumbnail = test::gradient(160, 120);
    const std::string jpeg = photo_with(test::jpeg_of(thumbnail, {.quality = 98}));
    const Tile tile = load(folder, jpeg, {100, 100});
    thumbnail.write_to_file(folder.path("t.png").c_str());
    const Tile expected = load_tile(folder.path("t.png"), {.shape = {100, 100}});
    CHECK(test::psnr(picture_of(tile, {100, 100}), picture_of(expected, {100, 100})) > 35);
    CHECK(tile.record.width == 320);
    CHECK(tile.record.height == 240);
    CHECK(tile.record.captured == "2024-05-31T12:00:01");
    CHECK(tile.record.file_bytes == jpeg.size());
}

TEST_CASE("embedded: without the option it isn't looked at") {
    const TemporaryFolder folder;
    test::write_file(folder.path("x.jpg"), photo_with(test::jpeg_of(test::gradient(160, 120))));
    const Tile tile = load_tile(folder.path("x.jpg"), {.shape = {50, 50}});
    CHECK(is_of_photo(tile));
    CHECK(tile.record.content == digest_of(test::read_file(folder.path("x.jpg"))));
}

TEST_CASE("embedded: a thumbnail that is too small, of another shape, or broken is not used") {
    const TemporaryFolder folder;
    const std::string good = test::jpeg_of(test::gradient(160, 120));
    CHECK_FALSE(is_of_photo(load(folder, photo_with(good), {160, 120})));
    for (const TileShape larger : {TileShape{121, 121}, {161, 20}})
        CHECK(is_of_photo(load(folder, photo_with(good), larger)));
    CHECK(is_of_photo(load(folder, photo_with(test::jpeg_of(test::gradient(160, 90))), {32, 32})));
    CHECK(is_of_photo(load(folder, photo_with(good.substr(0, good.size() / 2)), {32, 32})));
    CHECK(is_of_photo(load(folder, photo_with("no JPEG at all"), {32, 32})));
    CHECK(is_of_photo(load(folder, photo_with(""), {32, 32})));
}

TEST_CASE("embedded: black bars beside the photo never get into a tile") {
    const TemporaryFolder folder;
    const VImage photo = test::solid(300, 200, {20, 30, 200});
    // As cameras do: 160 x 107 px in the middle of 160 x 120 px.
    const VImage shown = test::noise(160, 107, 4).gaussblur(1) * 0.3 + 140;
    const auto thumbnail = [&](const std::vector<double> &bars) {
        return test::jpeg_of(shown.cast(VIPS_FORMAT_UCHAR)
                                 .embed(0, 6, 160, 120,
                                        VImage::option()
                                            ->set("extend", VIPS_EXTEND_BACKGROUND)
                                            ->set("background", bars)),
                             {.across = 2, .down = 2});
    };
    for (const int orientation : {1, 6}) {
        const auto tile = [&](const std::vector<double> &bars, TileShape shape) {
            return load(folder, test::with_exif(test::jpeg_of(photo), orientation, thumbnail(bars)),
                        shape);
        };
        const Tile narrow = tile({0, 0, 0}, {90, 90});
        CHECK_FALSE(is_of_photo(narrow));
        CHECK(picture_of(narrow, {90, 90}).min() > 100);
        CHECK(is_of_photo(tile({0, 0, 0}, {110, 110}))); // what is left is too small
        CHECK(is_of_photo(tile({255, 255, 255}, {90, 90})));
    }
}

TEST_CASE("embedded: thumbnails are turned as their photo") {
    const TemporaryFolder folder;
    const VImage upright = test::gradient(160, 120);
    const Tile expected =
        load(folder, photo_with(test::jpeg_of(upright, {.quality = 98})), {60, 40});
    for (int orientation = 2; orientation <= 8; ++orientation) {
        const VImage stored = test::stored_as(upright, orientation);
        const VImage photo = test::stored_as(test::solid(320, 240, {20, 30, 200}), orientation);
        const Tile tile = load(folder,
                               test::with_exif(test::jpeg_of(photo), orientation,
                                               test::jpeg_of(stored, {.quality = 98})),
                               {60, 40});
        CAPTURE(orientation);
        CHECK(tile.record.width == 320);
        CHECK(test::psnr(picture_of(tile, {60, 40}), picture_of(expected, {60, 40})) > 35);
    }
}

TEST_CASE("embedded: its colours are those of the photo's profile") {
    const TemporaryFolder folder;
    const auto p3_of = [](const VImage &picture) {
        return picture.icc_transform("p3", VImage::option()->set("input_profile", "srgb"));
    };
    const VImage colours = test::solid(160, 120, {200, 60, 60});
    p3_of(test::solid(320, 240, {200, 60, 60}))
        .jpegsave(folder.path("p3.jpg").c_str(), VImage::option()->set("Q", 98));
    VImage plain = p3_of(colours).copy();
    plain.remove(VIPS_META_ICC_NAME);
    const Tile tile = load(folder,
                           test::with_exif(test::read_file(folder.path("p3.jpg")), 1,
                                           test::jpeg_of(plain, {.quality = 98})),
                           {32, 32});
    CHECK(std::abs(tile.pixels[0] - 200) <= 3);
    CHECK(std::abs(tile.pixels[1] - 60) <= 3);
}

TEST_CASE("embedded: only the head of the file counts, and its size") {
    const TemporaryFolder folder;
    const std::string thumbnail = test::jpeg_of(test::gradient(160, 120));
    const std::string jpeg =
        test::with_exif(test::jpeg_of(test::noise(400, 300, 1), {.quality = 98}), 1, thumbnail);
    REQUIRE(jpeg.size() > 150'000);
    const Tile whole = load(folder, jpeg, {64, 64});
    std::string damaged = jpeg;
    damaged[140'000] = static_cast<char>(damaged[140'000] ^ 1);
    CHECK(load(folder, damaged, {64, 64}).record.content == whole.record.content);
    CHECK(load(folder, jpeg + "x", {64, 64}).record.content != whole.record.content);
    damaged = jpeg;
    damaged[jpeg.find("2024:05:31")] = '1';
    CHECK(load(folder, damaged, {64, 64}).record.content != whole.record.content);
}

} // namespace tessera
