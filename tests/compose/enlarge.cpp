#include "compose/enlarge.hpp"

#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
using vips::VImage;
namespace {

std::vector<std::uint8_t> enlarged(const std::vector<std::uint8_t> &pixels, TileShape tile,
                                   int scale) {
    const Rect whole{0, 0, tile.width * scale, tile.height * scale};
    std::vector<std::uint8_t> result(static_cast<std::size_t>(whole.width * whole.height * 3));
    EnlargedTile(pixels, tile, scale).draw(whole, result);
    return result;
}

/// A mosaic of one tile, shown `scale` times as large.
Mosaic one_tile(const TileLibrary &library, Placement placement, int scale) {
    std::vector<Placement> placements;
    for (int row = 0; row < scale; ++row)
        for (int column = 0; column < scale; ++column) {
            placement.block = {static_cast<std::uint8_t>(scale), static_cast<std::uint8_t>(column),
                               static_cast<std::uint8_t>(row)};
            placements.push_back(placement);
        }
    return {{scale, scale}, placements, library};
}

} // namespace

TEST_CASE("enlarge: a step of levels, worked by hand") {
    // By Keys' eq. 15, 1/4 and 3/4 px from a px: 888, 232, -72 and -24 of 1024.
    const std::vector<std::uint8_t> line = {0, 0, 0, 0, 0, 0, 128, 128, 128, 128, 128, 128};
    const auto wide = enlarged(line, {4, 1}, 2);
    const std::vector<std::uint8_t> expected = {0, 0, 0, 26, 102, 137, 131, 128};
    REQUIRE(wide.size() == 2 * expected.size() * 3);
    for (std::size_t x = 0; x < expected.size(); ++x)
        CHECK(wide[3 * x] == expected[x]);
}

TEST_CASE("enlarge: it is libvips' bicubic interpolation between the centres of px") {
    for (const TileShape tile : {TileShape{16, 16}, TileShape{13, 7}, TileShape{1, 5}})
        for (const int scale : {2, 4}) {
            CAPTURE(tile.width);
            CAPTURE(scale);
            const VImage image = test::noise(tile.width, tile.height, 3);
            const auto ours = enlarged(test::pixels_of(image), tile, scale);
            const auto theirs = test::pixels_of(
                image.affine({double(scale), 0, 0, double(scale)},
                             VImage::option()
                                 ->set("interpolate", vips::VInterpolate::new_from_name("bicubic"))
                                 ->set("odx", (scale - 1) / 2.0)
                                 ->set("ody", (scale - 1) / 2.0)
                                 ->set("extend", VIPS_EXTEND_COPY)
                                 ->set("oarea", std::vector<int>{0, 0, tile.width * scale,
                                                                 tile.height * scale})));
            REQUIRE(ours.size() == theirs.size());
            int worst = 0;
            for (std::size_t i = 0; i < ours.size(); ++i)
                worst = std::max(worst, std::abs(ours[i] - theirs[i]));
            CHECK(worst <= 2); // of libvips, which rounds twice
        }
}

TEST_CASE("enlarge: any part equals that of the whole") {
    constexpr TileShape tile{13, 7};
    const auto pixels = test::pixels_of(test::noise(tile.width, tile.height, 5));
    std::mt19937 random(6);
    for (const int scale : {2, 4}) {
        const int width = tile.width * scale, height = tile.height * scale;
        const auto whole = enlarged(pixels, tile, scale);
        for (int i = 0; i < 50; ++i) {
            const int left = static_cast<int>(random() % static_cast<unsigned>(width));
            const int top = static_cast<int>(random() % static_cast<unsigned>(height));
            const Rect part{left, top, (width - left + 1) / 2, (height - top + 1) / 2};
            std::vector<std::uint8_t> drawn(static_cast<std::size_t>(part.width * part.height * 3));
            EnlargedTile(pixels, tile, scale).draw(part, drawn);
            for (int y = 0; y < part.height; ++y)
                CHECK(std::equal(drawn.begin() + y * part.width * 3,
                                 drawn.begin() + (y + 1) * part.width * 3,
                                 whole.begin() + ((top + y) * width + left) * 3));
        }
    }
}

TEST_CASE("compose: blocks side by side are the enlarged tile, without a seam") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{16, 16}, TileShape{13, 7}, TileShape{1, 5}}) {
        const TileLibrary library =
            test::make_library(folder, 3, tile, std::to_string(tile.width) + ".tiles");
        const auto view = library.store().view(2);
        for (const int scale : {2, 4}) {
            const Mosaic mosaic = one_tile(library, {2}, scale);
            const auto expected = enlarged({view.begin(), view.end()}, tile, scale);
            CHECK(test::pixels_of(compose(mosaic)) == expected);
            CHECK(test::pixels_of(compose(mosaic, Assembly::arrayjoin)) == expected);
        }
    }
}

TEST_CASE("compose: enlarged tiles are turned and tinted as a whole") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {8, 8});
    const VImage upright = compose(one_tile(library, {1}, 4));
    for (int exif = 1; exif <= 8; ++exif) {
        CAPTURE(exif);
        VImage tagged = upright.copy();
        tagged.set(VIPS_META_ORIENTATION, exif);
        const Mosaic turned = one_tile(library, {1, static_cast<Orientation>(exif - 1)}, 4);
        CHECK(test::pixels_of(compose(turned)) == test::pixels_of(tagged.autorot()));
    }
    const Tint tint{40, -30, 3};
    const VImage tile =
        compose(Mosaic({1, 1}, std::vector<Placement>{{1, Orientation::flipped, tint}}, library));
    const auto expected = enlarged(test::pixels_of(tile), {8, 8}, 2);
    const Mosaic tinted = one_tile(library, {1, Orientation::flipped, tint}, 2);
    CHECK(test::pixels_of(compose(tinted)) == expected);
    CHECK(test::pixels_of(compose(tinted, Assembly::arrayjoin)) == expected);
}

TEST_CASE("compose: any rectangle of a canvas with enlarged tiles equals that of the whole") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {11, 6});
    const VImage canvas = compose(one_tile(library, {1}, 4));
    const VImage whole = canvas.copy_memory();
    for (int left = 0; left < 44; left += 5)
        for (int top = 0; top < 24; top += 3) {
            const int width = std::min(14, 44 - left), height = std::min(7, 24 - top);
            CHECK(test::pixels_of(canvas.extract_area(left, top, width, height)) ==
                  test::pixels_of(whole.extract_area(left, top, width, height)));
        }
}

TEST_CASE("mosaic: blocks that there aren't are refused") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {8, 8});
    const auto of = [&](Block block) {
        return Mosaic({1, 1}, std::vector<Placement>{{0, Orientation::upright, Tint{}, block}},
                      library);
    };
    CHECK_NOTHROW(of({4, 3, 3}));
    for (const Block block : {Block{0, 0, 0}, Block{3, 0, 0}, Block{8, 0, 0}})
        CHECK_THROWS_WITH_AS(of(block), doctest::Contains("1, 2 or 4 times"), Error);
    for (const Block block : {Block{1, 1, 0}, Block{2, 2, 0}, Block{4, 0, 4}})
        CHECK_THROWS_WITH_AS(of(block), doctest::Contains("shows block"), Error);
}

TEST_CASE("mosaic: an enlarged tile is one tile, and its blocks are neighbouring variants") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {8, 8});
    const Mosaic mosaic = one_tile(library, {1}, 2);
    CHECK(mosaic.variants().size() == 4);
    CHECK(mosaic.distinct_tiles() == std::vector<TileId>{1});
    CHECK(sizeof(Placement) == 12);
}

} // namespace tessera
