#include "library/duplicates.hpp"

#include "image/tile/features.hpp"
#include "support/images.hpp"

#include <doctest/doctest.h>
#include <random>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

TileFeatures features_of_picture(const VImage &picture) {
    const VImage tile = picture.thumbnail_image(
        64, VImage::option()->set("height", 64)->set("size", VIPS_SIZE_FORCE));
    const auto pixels = test::pixels_of(tile);
    return features_of(pixels, {64, 64});
}

/// A picture of some large patches, like a photo.
VImage scene(unsigned seed) {
    return test::noise(7, 6, seed).resize(40, VImage::option()->set("kernel", VIPS_KERNEL_CUBIC));
}

} // namespace

TEST_CASE("duplicates: the same photo smaller, lighter, recompressed or a little shifted is one") {
    const VImage photo = scene(1);
    const auto jpeg = [](const VImage &picture) {
        const test::TemporaryFolder folder;
        picture.jpegsave(folder.path("x.jpg").c_str(), VImage::option()->set("Q", 30));
        return VImage::new_from_file(folder.path("x.jpg").c_str()).copy_memory();
    };
    const std::vector<TileFeatures> tiles = {
        features_of_picture(photo),
        features_of_picture(scene(2)),
        features_of_picture(photo.resize(0.4)),
        features_of_picture((photo + 4).cast(VIPS_FORMAT_UCHAR)),
        features_of_picture(jpeg(photo)),
        features_of_picture(photo.extract_area(2, 1, 276, 238)),
        features_of_picture(scene(3))};
    CHECK(group_duplicates(tiles, true) == std::vector<PhotoIndex>{0, 1, 0, 0, 0, 0, 2});
}

TEST_CASE("duplicates: different photos, mirrored ones and flat colours stay apart") {
    std::vector<TileFeatures> tiles;
    for (unsigned seed = 0; seed < 200; ++seed)
        tiles.push_back(features_of_picture(scene(seed)));
    tiles.push_back(features_of_picture(scene(0).fliphor()));
    tiles.push_back(features_of_picture(test::solid(64, 64, {200, 30, 30})));
    tiles.push_back(features_of_picture(test::solid(64, 64, {30, 30, 200})));
    const auto photos = group_duplicates(tiles, true);
    for (PhotoIndex photo = 0; photo < photos.size(); ++photo)
        CHECK(photos[photo] == photo);
}

TEST_CASE("duplicates: tiles of one picture are one photo, whatever they look like") {
    std::vector<TileFeatures> tiles(6);
    for (const std::size_t tile : {1U, 4U})
        tiles[tile].picture = 7;
    tiles[3].picture = 8;
    for (std::size_t tile = 0; tile < tiles.size(); ++tile)
        tiles[tile].fingerprint = tile;
    CHECK(group_duplicates(tiles, false) == std::vector<PhotoIndex>{0, 1, 2, 3, 1, 4});
}

} // namespace tessera
