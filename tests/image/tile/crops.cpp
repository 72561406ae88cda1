#include "image/tile/crops.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// Where a tile lies in its photo.
Rect place_of(const Tile &tile) {
    const auto crop = nlohmann::json::parse(tile.record.variation).at("crop");
    return {crop[0], crop[1], crop[2], crop[3]};
}

bool overlap(const Rect &a, const Rect &b) {
    return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
           b.top < a.top + a.height;
}

} // namespace

TEST_CASE("crops: a photo is shrunk no more than so many tiles need, and never enlarged") {
    CHECK(crop_grid({4000, 3000}, {100, 100}, 1).photo == Size{133, 100});
    CHECK(crop_grid({4000, 3000}, {100, 100}, 2).photo == Size{200, 150});
    CHECK(crop_grid({4000, 3000}, {100, 100}, 2).places == Grid{2, 1});
    CHECK(crop_grid({4000, 3000}, {100, 100}, 6).places == Grid{3, 2});
    CHECK(crop_grid({3000, 4000}, {100, 50}, 9).places.cells() >= 9);
    // No more px than there are.
    CHECK(crop_grid({250, 200}, {100, 100}, 50).photo == Size{250, 200});
    CHECK(crop_grid({250, 200}, {100, 100}, 50).places == Grid{2, 2});
    CHECK(crop_grid({40, 30}, {100, 100}, 4).places == Grid{1, 1}); // enlarged as a single tile is
}

TEST_CASE("crops: parts of a photo that don't overlap, each what its record says") {
    const TemporaryFolder folder;
    const VImage photo = test::gradient(400, 300);
    photo.write_to_file(folder.path("x.png").c_str());
    for (const int crops : {2, 4, 7, 12}) {
        const auto tiles = load_crops(folder.path("x.png"), {.shape = {40, 40}, .crops = crops});
        CHECK(tiles.size() == static_cast<std::size_t>(crops));
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            const Tile &tile = tiles[i];
            const Rect place = place_of(tile);
            CHECK(tile.crop == static_cast<int>(i) + 1);
            CHECK(tile.record.width == 400);
            const VImage part =
                photo.extract_area(place.left, place.top, place.width, place.height);
            const VImage expected = part.thumbnail_image(
                40, VImage::option()->set("height", 40)->set("size", VIPS_SIZE_FORCE));
            // Edges of a part are filtered with what lies beyond, which the part alone hasn't.
            VImage found =
                VImage::new_from_memory(const_cast<std::uint8_t *>(tile.pixels.data()),
                                        tile.pixels.size(), 40, 40, 3, VIPS_FORMAT_UCHAR);
            CHECK(test::psnr(found, expected) > 40);
            for (std::size_t j = 0; j < i; ++j)
                CHECK_FALSE(overlap(place, place_of(tiles[j])));
        }
    }
}

TEST_CASE("crops: those where most is to be seen, one after another") {
    const TemporaryFolder folder;
    VImage photo = test::solid(400, 300, {90, 90, 90});
    photo = photo.insert(test::noise(40, 40, 1), 20, 200).insert(test::noise(40, 40, 2), 320, 30);
    photo.write_to_file(folder.path("x.png").c_str());
    for (const Crop crop : {Crop::entropy, Crop::attention}) {
        const auto tiles =
            load_crops(folder.path("x.png"), {.shape = {60, 60}, .crop = crop, .crops = 2});
        REQUIRE(tiles.size() == 2);
        CHECK(overlap(place_of(tiles[0]), {320, 30, 40, 40}));
        CHECK(overlap(place_of(tiles[1]), {20, 200, 40, 40}));
    }
}

TEST_CASE("crops: where a photo has too few px there are fewer") {
    const TemporaryFolder folder;
    test::gradient(40, 30).write_to_file(folder.path("x.png").c_str());
    CHECK(load_crops(folder.path("x.png"), {.shape = {64, 64}, .crops = 9}).size() == 1);
    CHECK(load_crops(folder.path("x.png"), {.shape = {15, 15}, .crops = 9}).size() == 4);
}

} // namespace tessera
