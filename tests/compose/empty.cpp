// Cells that stay empty.

#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

#include <algorithm>
#include <doctest/doctest.h>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

constexpr Rgb orange{255, 128, 0};

/// 5 x 4 cells, of which every third is empty.
Mosaic some_mosaic(const TileLibrary &library, std::optional<Rgb> background) {
    std::vector<TileId> tiles;
    for (TileId i = 0; i < 20; ++i)
        tiles.push_back(i % 3 == 1 ? no_tile : i % library.info().tiles);
    return Mosaic::of_tiles({5, 4}, tiles, library).with_background(background);
}

/// The same by arithmetic on tiles: their px where there is one, the colour elsewhere.
VImage drawn(const Mosaic &mosaic) {
    const TileShape tile = mosaic.tile();
    const auto colour = mosaic.background();
    std::vector<VImage> cells;
    for (int row = 0; row < mosaic.grid().rows; ++row)
        for (int column = 0; column < mosaic.grid().columns; ++column) {
            const Placement placement = mosaic.at(row, column);
            if (!placement.is_empty()) {
                const VImage image =
                    compose(Mosaic::of_tiles({1, 1}, {placement.tile}, mosaic.library()));
                cells.push_back(colour ? image : image.bandjoin_const({255.0}));
            } else if (colour) {
                cells.push_back(test::solid(tile.width, tile.height,
                                            {colour->red, colour->green, colour->blue}));
            } else {
                cells.push_back(
                    VImage::black(tile.width, tile.height, VImage::option()->set("bands", 4)));
            }
            cells.back() = cells.back().copy_memory();
        }
    return VImage::arrayjoin(cells, VImage::option()->set("across", mosaic.grid().columns));
}

} // namespace

TEST_CASE("compose: empty cells have the background's colour, or are transparent") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{16, 16}, TileShape{13, 7}, TileShape{1, 5}}) {
        const TileLibrary library =
            test::make_library(folder, 4, tile, std::to_string(tile.width) + ".tiles");
        for (const auto &background : {std::optional<Rgb>(orange), std::optional<Rgb>()}) {
            CAPTURE(tile.width);
            CAPTURE(background.has_value());
            const Mosaic mosaic = some_mosaic(library, background);
            const auto expected = test::pixels_of(drawn(mosaic));
            const VImage canvas = compose(mosaic);
            CHECK(canvas.bands() == (background ? 3 : 4));
            CHECK(canvas.interpretation() == VIPS_INTERPRETATION_sRGB);
            CHECK(test::pixels_of(canvas) == expected);
            CHECK(test::pixels_of(compose(mosaic, Assembly::arrayjoin)) == expected);
            CHECK(test::pixels_of(canvas.extract_area(0, 1, tile.width * 2 + 1, 3)) ==
                  test::pixels_of(drawn(mosaic).extract_area(0, 1, tile.width * 2 + 1, 3)));
        }
    }
}

TEST_CASE("compose: enlarged tiles beside transparent cells are opaque") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    const Placement block{0, Orientation::upright, {}, {2, 1, 0}};
    const auto of = [&](Placement other) {
        return Mosaic({2, 1}, std::vector<Placement>{block, other}, library)
            .with_background(std::nullopt);
    };
    const VImage canvas = compose(of(Placement::empty()));
    CHECK(test::pixels_of(canvas) ==
          test::pixels_of(compose(of(Placement::empty()), Assembly::arrayjoin)));
    CHECK(test::pixels_of(canvas.extract_area(0, 0, 8, 8)) ==
          test::pixels_of(compose(of({0})).extract_area(0, 0, 8, 8).bandjoin_const({255.0})));
}

TEST_CASE("mosaic: empty cells are no tiles, and the last variant") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    const Mosaic mosaic = Mosaic::of_tiles({3, 2}, {no_tile, 3, no_tile, 0, 3, no_tile}, library);
    CHECK(mosaic.has_empty());
    CHECK(mosaic.empty_cells() == 3);
    CHECK(mosaic.distinct_tiles() == std::vector<TileId>{0, 3});
    CHECK(mosaic.uses() == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(std::ranges::equal(mosaic.variants(),
                             std::vector<Placement>{{0}, {3}, Placement::empty()}));
    CHECK(mosaic.background() == Rgb{255, 255, 255});
    CHECK_FALSE(mosaic.form().alpha);

    std::vector<Placement> placements;
    for (const VariantIndex cell : mosaic.cells())
        placements.push_back(mosaic.variants()[cell]);
    CHECK(std::ranges::equal(Mosaic({3, 2}, placements, library).cells(), mosaic.cells()));

    const Mosaic full = Mosaic::of_tiles({1, 1}, {2}, library).with_background(std::nullopt);
    CHECK_FALSE(full.has_empty());
    CHECK(full.empty_cells() == 0);
    CHECK_FALSE(full.form().alpha); // nothing of it is transparent
    CHECK(compose(full).bands() == 3);
    const Mosaic none = Mosaic::of_tiles({2, 1}, {no_tile, no_tile}, library);
    CHECK(none.distinct_tiles().empty());
    CHECK(test::pixels_of(compose(none)) == std::vector<std::uint8_t>(16 * 8 * 3, 255));
}

TEST_CASE("mosaic: an empty cell can't be turned, tinted or enlarged") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    Placement turned = Placement::empty(), tinted = turned, enlarged = turned;
    turned.orientation = Orientation::mirrored;
    tinted.tint.red = 1;
    enlarged.block = {2, 0, 0};
    for (const Placement &wrong : {turned, tinted, enlarged})
        CHECK_THROWS_WITH_AS(Mosaic({1, 1}, std::vector<Placement>{wrong}, library),
                             doctest::Contains("empty cell"), Error);
}

} // namespace tessera
