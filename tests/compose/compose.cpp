#include <tessera/compose.hpp>

#include "support/images.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

Mosaic random_mosaic(const TileLibrary &library, Grid grid) {
    std::mt19937 random(grid.cells());
    std::vector<Placement> placements(grid.cells());
    for (Placement &placement : placements)
        placement.tile = static_cast<TileId>(random() % library.info().tiles);
    return {grid, placements, library};
}

/// A store that can't show its tiles in place.
class CopyingStore final : public TileStore {
  public:
    explicit CopyingStore(TileLibrary library) : library_(std::move(library)) {}
    [[nodiscard]] const StoreInfo &info() const noexcept override { return library_.info(); }
    [[nodiscard]] std::span<const std::uint8_t> view(TileId) const override { return {}; }
    void read(TileId id, std::span<std::uint8_t> pixels) const override {
        library_.store().read(id, pixels);
    }
    [[nodiscard]] TileRecord record(TileId id) const override {
        return library_.store().record(id);
    }
    [[nodiscard]] std::vector<TileFeatures> features() const override {
        return library_.store().features();
    }

  private:
    TileLibrary library_;
};

} // namespace

TEST_CASE("compose: stream and arrayjoin give identical pixels at every grid") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{16, 16}, TileShape{13, 7}, TileShape{1, 5}}) {
        const TileLibrary library =
            test::make_library(folder, 9, tile, std::to_string(tile.width) + ".tiles");
        for (const Grid grid : {Grid{1, 1}, Grid{1, 9}, Grid{11, 1}, Grid{20, 15}, Grid{37, 3}}) {
            CAPTURE(tile.width);
            CAPTURE(grid.columns);
            const Mosaic mosaic = random_mosaic(library, grid);
            const VImage stream = compose(mosaic), joined = compose(mosaic, Assembly::arrayjoin);
            CHECK(stream.width() == mosaic.size().width);
            CHECK(stream.height() == mosaic.size().height);
            CHECK(test::pixels_of(stream) == test::pixels_of(joined));
        }
    }
}

TEST_CASE("compose: each cell is its tile, pixel for pixel") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 5, {16, 12});
    const Mosaic mosaic = random_mosaic(library, {6, 4});
    const VImage canvas = compose(mosaic);
    for (int row = 0; row < 4; ++row)
        for (int column = 0; column < 6; ++column) {
            const auto tile = library.store().view(mosaic.at(row, column).tile);
            CHECK(test::pixels_of(canvas.extract_area(column * 16, row * 12, 16, 12)) ==
                  std::vector<std::uint8_t>(tile.begin(), tile.end()));
        }
}

TEST_CASE("compose: any rectangle of the lazy canvas equals that of the whole") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 7, {11, 6});
    const VImage canvas = compose(random_mosaic(library, {30, 20}));
    const VImage whole = canvas.copy_memory();
    std::mt19937 random(4);
    for (int i = 0; i < 50; ++i) {
        const int left = static_cast<int>(random() % 329), top = static_cast<int>(random() % 119);
        const int width = 1 + static_cast<int>(random()) % (330 - left);
        const int height = 1 + static_cast<int>(random()) % (120 - top);
        const auto cut = [&](const VImage &image) {
            return test::pixels_of(
                image.extract_area(left, top, std::abs(width), std::abs(height)));
        };
        CHECK(cut(canvas) == cut(whole));
    }
}

TEST_CASE("compose: a corner of a mosaic far larger than memory") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 3, {4096, 4096});
    const Mosaic mosaic = random_mosaic(library, {2000, 2000}); // 200 TB of pixels
    const VImage canvas = compose(mosaic);
    CHECK(canvas.width() == 8'192'000);
    const auto tile = library.store().view(mosaic.at(1999, 1999).tile);
    const auto corner =
        test::pixels_of(canvas.extract_area(canvas.width() - 3, canvas.height() - 1, 3, 1));
    CHECK(std::equal(corner.begin(), corner.end(), tile.end() - 9, tile.end()));
}

TEST_CASE("compose: the canvas keeps what it needs alive") {
    const TemporaryFolder folder;
    VImage canvas, joined;
    {
        const TileLibrary library = test::make_library(folder, 3, {8, 8});
        const Mosaic mosaic = random_mosaic(library, {4, 4});
        canvas = compose(mosaic);
        joined = compose(mosaic, Assembly::arrayjoin);
    }
    CHECK(test::pixels_of(canvas) == test::pixels_of(joined));
}

TEST_CASE("compose: stores that can't show tiles in place are copied from") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 3, {8, 8});
    const TileLibrary copying(std::make_shared<CopyingStore>(library));
    CHECK(test::pixels_of(compose(random_mosaic(library, {5, 4}))) ==
          test::pixels_of(compose(random_mosaic(copying, {5, 4}))));
}

TEST_CASE("compose: the canvas says that it is sRGB") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    const VImage canvas = compose(random_mosaic(library, {2, 2}));
    CHECK(canvas.interpretation() == VIPS_INTERPRETATION_sRGB);
    CHECK(canvas.bands() == 3);
    CHECK(canvas.get_typeof(VIPS_META_ICC_NAME) != 0);
}

TEST_CASE("mosaic: wrong numbers of placements and tiles that don't exist are refused") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {8, 8});
    CHECK_THROWS_AS(Mosaic({2, 2}, std::vector<Placement>(3), library), Error);
    CHECK_THROWS_WITH_AS(Mosaic({1, 1}, std::vector<Placement>{{2}}, library),
                         doctest::Contains("2 tiles"), Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(Mosaic::of_tiles({2, 1}, {0, 2}, library)),
                         doctest::Contains("2 tiles"), Error);
    CHECK_THROWS_AS(Mosaic({2'000'000, 1}, std::vector<Placement>(2'000'000), library), Error);
}

TEST_CASE("mosaic: its variants are the distinct placements, and each cell names one") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    const Placement mirrored{1, Orientation::mirrored};
    const std::vector<Placement> placements{{3}, mirrored, {1}, {3}, mirrored, {3}};
    const Mosaic mosaic({3, 2}, placements, library);
    CHECK(std::ranges::equal(mosaic.variants(), std::vector<Placement>{{1}, mirrored, {3}}));
    CHECK(std::ranges::equal(mosaic.cells(), std::vector<VariantIndex>{2, 1, 0, 2, 1, 2}));
    CHECK(mosaic.uses() == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(mosaic.distinct_tiles() == std::vector<TileId>{1, 3});
    CHECK(mosaic.at(1, 1) == mirrored);

    const Mosaic plain = Mosaic::of_tiles({3, 1}, {3, 0, 3}, library);
    CHECK(std::ranges::equal(plain.variants(), std::vector<Placement>{{0}, {3}}));
    CHECK(std::ranges::equal(plain.cells(), std::vector<VariantIndex>{1, 0, 1}));
}

TEST_CASE("compose: orientations are what EXIF's are to libvips") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 2, {8, 8});
    for (int exif = 1; exif <= 8; ++exif) {
        CAPTURE(exif);
        const Placement turned{1, static_cast<Orientation>(exif - 1)};
        VImage tile = compose(Mosaic::of_tiles({1, 1}, {1}, library)).copy();
        tile.set(VIPS_META_ORIENTATION, exif);
        const auto expected = test::pixels_of(tile.autorot());
        const Mosaic mosaic({1, 1}, std::vector<Placement>{turned}, library);
        CHECK(test::pixels_of(compose(mosaic)) == expected);
        CHECK(test::pixels_of(compose(mosaic, Assembly::arrayjoin)) == expected);
    }
}

TEST_CASE(
    "compose: tiles that aren't square are mirrored, flipped and upside down, never on a side") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 6});
    const auto of = [&](Orientation orientation) {
        return Mosaic({1, 1}, std::vector<Placement>{{0, orientation}}, library);
    };
    const VImage tile = compose(of(Orientation::upright));
    CHECK(test::pixels_of(compose(of(Orientation::turned_180))) == test::pixels_of(tile.rot180()));
    CHECK(test::pixels_of(compose(of(Orientation::flipped))) ==
          test::pixels_of(tile.flip(VIPS_DIRECTION_VERTICAL)));
    CHECK_THROWS_WITH_AS(of(Orientation::turned_90), doctest::Contains("on their side"), Error);
    CHECK_THROWS_WITH_AS(of(static_cast<Orientation>(8)), doctest::Contains("8 ways"), Error);
}

TEST_CASE("compose: a tint is added to each px, and clamped") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    const Tint tint{100, -100, 3};
    const Mosaic mosaic({1, 1}, std::vector<Placement>{{0, Orientation::upright, tint}}, library);
    const VImage tile = compose(Mosaic::of_tiles({1, 1}, {0}, library));
    const VImage expected = (tile + std::vector<double>{100, -100, 3}).cast(VIPS_FORMAT_UCHAR);
    CHECK(test::pixels_of(compose(mosaic)) == test::pixels_of(expected));
}

} // namespace tessera
