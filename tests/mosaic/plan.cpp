#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/mosaic.hpp>

#include <algorithm>
#include <doctest/doctest.h>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

Mosaic some_mosaic(const TileLibrary &library) {
    std::vector<Placement> placements(5 * 3);
    for (std::size_t i = 0; i < placements.size(); ++i)
        placements[i].tile = static_cast<TileId>(i) % library.info().tiles;
    return {{5, 3}, placements, library, {"s\xc3\xb6urce \"1\".jpg", {50, 30}, "mean-rgb"}};
}

} // namespace

TEST_CASE("plan: a mosaic round-trips") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 6});
    const Mosaic mosaic = some_mosaic(library);
    save_plan(mosaic, folder.path("plan.tif"));
    const Mosaic loaded = load_plan(folder.path("plan.tif"), library);
    CHECK(loaded.grid() == mosaic.grid());
    CHECK(loaded.origin() == mosaic.origin());
    CHECK(std::ranges::equal(loaded.cells(), mosaic.cells()));
}

TEST_CASE("plan: turned and tinted tiles round-trip") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    std::vector<Placement> placements;
    for (int cell = 0; cell < 16; ++cell)
        placements.push_back({static_cast<TileId>(cell % 4), static_cast<Orientation>(cell / 2)});
    for (const Tint tint : {Tint{}, Tint{127, -128, -1}}) {
        placements[5].tint = tint;
        const Mosaic mosaic({4, 4}, placements, library);
        save_plan(mosaic, folder.path("plan.tif"), true);
        const Mosaic loaded = load_plan(folder.path("plan.tif"), library);
        for (int cell = 0; cell < 16; ++cell)
            CHECK(loaded.at(cell / 4, cell % 4) == placements[static_cast<std::size_t>(cell)]);
    }
}

TEST_CASE("plan: blocks of enlarged tiles round-trip, above the tint") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    std::vector<Placement> placements(6 * 4, Placement{2});
    for (std::uint8_t i = 0; i < 16; ++i)
        placements[i] = {
            3, Orientation::turned_90, {-1, 0, 0}, {4, std::uint8_t(i % 4), std::uint8_t(i / 4)}};
    placements[20] = {1, Orientation::upright, {}, {2, 1, 0}};
    save_plan({{6, 4}, placements, library}, folder.path("plan.tif"));
    const Mosaic loaded = load_plan(folder.path("plan.tif"), library);
    for (int cell = 0; cell < 24; ++cell)
        CHECK(loaded.at(cell / 6, cell % 6) == placements[static_cast<std::size_t>(cell)]);

    const VImage picture = VImage::new_from_file(folder.path("plan.tif").c_str());
    CHECK(picture.getpoint(2, 3) == std::vector<double>{1, 1 << 24 | 1 << 26});
    CHECK(picture.getpoint(1, 1) ==
          std::vector<double>{3 + 5 * 0x1p29, 2 << 24 | 3 << 26 | 1 << 28 | 255});
}

TEST_CASE("plan: bits that name no block are an error") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    const Placement block{1, Orientation::upright, {}, {2, 0, 0}};
    save_plan({{1, 1}, std::vector<Placement>{block}, library}, folder.path("plan.tif"));
    const VImage plan = VImage::new_from_file(folder.path("plan.tif").c_str()).copy_memory();
    for (const double wrong : {0x2p24, 0x8p24, 0x20p24, 0x40p24}) {
        CAPTURE(wrong);
        (plan + std::vector<double>{0, wrong})
            .cast(VIPS_FORMAT_UINT)
            .tiffsave(folder.path("wrong.tif").c_str());
        CHECK_THROWS_AS(static_cast<void>(load_plan(folder.path("wrong.tif"), library)), Error);
    }
}

TEST_CASE("plan: empty cells round-trip, with what they look like") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    for (const auto &background : {std::optional<Rgb>({0, 171, 9}), std::optional<Rgb>()})
        for (const bool tinted : {false, true}) {
            std::vector<Placement> placements{{1}, Placement::empty(), {3}, Placement::empty()};
            if (tinted)
                placements[0].tint = {1, 2, 3};
            const Mosaic mosaic = Mosaic({2, 2}, placements, library).with_background(background);
            save_plan(mosaic, folder.path("plan.tif"), true);
            const auto info = read_plan_info(folder.path("plan.tif"));
            REQUIRE(info);
            CHECK(info->background == background);
            CHECK(info->form().alpha == !background);
            const Mosaic loaded = load_plan(folder.path("plan.tif"), library);
            CHECK(loaded.background() == background);
            for (int cell = 0; cell < 4; ++cell)
                CHECK(loaded.at(cell / 2, cell % 2) == placements[static_cast<std::size_t>(cell)]);
            const VImage picture = VImage::new_from_file(folder.path("plan.tif").c_str(),
                                                         VImage::option()->set("revalidate", true));
            CHECK(picture.getpoint(1, 0).front() == 0x1p32 - 1);
        }
}

TEST_CASE("plan: without empty cells, tints and blocks it says what it always did") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 6});
    const Mosaic mosaic = some_mosaic(library).with_background(std::nullopt);
    save_plan(mosaic, folder.path("plan.tif"));
    const VImage picture = VImage::new_from_file(folder.path("plan.tif").c_str());
    CHECK(picture.bands() == 1);
    CHECK(std::string(picture.get_string(VIPS_META_IMAGEDESCRIPTION)) ==
          R"({"columns":5,"descriptor":"mean-rgb","format":"tessera-plan 1","library":")" +
              to_string(library.info().digest) +
              R"(","library_tiles":4,"rows":3,"source":"s\u00f6urce \"1\".jpg",)"
              R"("source_height":30,"source_width":50,"tile_height":6,"tile_width":8})");
}

TEST_CASE("plan: a background that is no colour is an error") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 8});
    save_plan(Mosaic::of_tiles({1, 1}, {no_tile}, library), folder.path("plan.tif"));
    VImage plan = VImage::new_from_file(folder.path("plan.tif").c_str()).copy_memory();
    std::string text = plan.get_string(VIPS_META_IMAGEDESCRIPTION);
    for (const char *wrong : {"#12345", "#12345g", "1234567", "none", "#-12345"}) {
        CAPTURE(wrong);
        std::string changed = text;
        changed.replace(changed.find("#ffffff"), 7, wrong);
        plan.set(VIPS_META_IMAGEDESCRIPTION, changed.c_str());
        plan.tiffsave(folder.path("wrong.tif").c_str());
        CHECK_THROWS_WITH_AS(static_cast<void>(read_plan_info(folder.path("wrong.tif"))),
                             doctest::Contains("does not fit"), Error);
    }
}

TEST_CASE("plan: any imaging program reads tile ids as pixels") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 6});
    save_plan(some_mosaic(library), folder.path("plan.tif"));
    const VImage picture = VImage::new_from_file(folder.path("plan.tif").c_str());
    CHECK(picture.format() == VIPS_FORMAT_UINT);
    CHECK(picture.bands() == 1);
    CHECK(picture.getpoint(2, 1).front() == 7 % 4);
    const auto info = read_plan_info(folder.path("plan.tif"));
    REQUIRE(info);
    CHECK(info->library == library.info().digest);
    CHECK(info->tile == TileShape{8, 6});
}

TEST_CASE("plan: another library than its own is refused, naming both") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 6});
    const TileLibrary other = test::make_library(folder, 5, {8, 6}, "other.tiles");
    save_plan(some_mosaic(library), folder.path("plan.tif"));
    try {
        static_cast<void>(load_plan(folder.path("plan.tif"), other));
        FAIL("loaded");
    } catch (const Error &error) {
        CHECK(error.code() == ErrorCode::invalid_argument);
        for (const Digest &digest : {library.info().digest, other.info().digest})
            CHECK(std::string(error.what()).find(to_string(digest)) != std::string::npos);
    }
}

TEST_CASE("plan: pictures are no plans, damaged plans are errors") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 6});
    test::gradient(5, 3).write_to_file(folder.path("picture.tif").c_str());
    CHECK_FALSE(read_plan_info(folder.path("picture.tif")));
    CHECK_THROWS_WITH_AS(static_cast<void>(load_plan(folder.path("picture.tif"), library)),
                         doctest::Contains("not a plan"), Error);

    save_plan(some_mosaic(library), folder.path("plan.tif"));
    VImage ids = VImage::new_from_file(folder.path("plan.tif").c_str());
    (ids + 1000).cast(VIPS_FORMAT_UINT).tiffsave(folder.path("beyond.tif").c_str());
    CHECK_THROWS_AS(static_cast<void>(load_plan(folder.path("beyond.tif"), library)), Error);
    ids.extract_area(0, 0, 4, 3).tiffsave(folder.path("cropped.tif").c_str());
    CHECK_THROWS_WITH_AS(static_cast<void>(read_plan_info(folder.path("cropped.tif"))),
                         doctest::Contains("does not fit"), Error);
    const std::string whole = test::read_file(folder.path("plan.tif"));
    test::write_file(folder.path("cut.tif"), whole.substr(0, whole.size() / 2));
    CHECK_THROWS_AS(static_cast<void>(load_plan(folder.path("cut.tif"), library)), Error);
}

TEST_CASE("plan: an existing file is refused unless it may be replaced") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 4, {8, 6});
    save_plan(some_mosaic(library), folder.path("plan.tif"));
    CHECK_THROWS_AS(save_plan(some_mosaic(library), folder.path("plan.tif")), Error);
    CHECK_NOTHROW(save_plan(some_mosaic(library), folder.path("plan.tif"), true));
}

} // namespace tessera
