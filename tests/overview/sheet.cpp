#include <tessera/overview.hpp>

#include "support/images.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

std::vector<TileId> tiles_of(const Sheet &sheet) {
    std::vector<TileId> tiles;
    for (const SheetPhoto &photo : sheet.photos)
        tiles.push_back(photo.tile);
    return tiles;
}

/// Five photos, of which the second and the last are copies.
TileLibrary library_with_copies(const TemporaryFolder &folder) {
    const std::string photos = test::make_photos(folder, "photos", 4);
    std::filesystem::copy_file(photos + "/001.png", photos + "/009.png");
    BuildOptions options;
    options.tile.shape = {48, 32};
    build_library(find_photos({photos}), folder.path("lib"), options);
    return TileLibrary::open(folder.path("lib"));
}

} // namespace

TEST_CASE("sheet: shows every tile, small, with its record and what looks like it") {
    const TemporaryFolder folder;
    const TileLibrary library = library_with_copies(folder);
    const Sheet sheet = contact_sheet(library, {.thumbnail = 24});
    CHECK(tiles_of(sheet) == std::vector<TileId>{0, 1, 2, 3, 4});
    CHECK(sheet.tiles == 5);
    CHECK(sheet.groups == 1);
    for (const SheetPhoto &photo : sheet.photos) {
        const bool copied = photo.tile == 1 || photo.tile == 4;
        CHECK(photo.group == (copied ? 1 : 0));
        CHECK(photo.alike == (copied ? 2 : 1));
        CHECK(photo.record == library.store().record(photo.tile));
        CHECK(photo.picture.size == Size{24, 16});
        const VImage shown =
            VImage::new_from_buffer(photo.picture.bytes.data(), photo.picture.bytes.size(), "");
        CHECK(shown.width() == 24);
        // Of the colour of its tile.
        CHECK(shown.extract_band(0).avg() ==
              doctest::Approx(library.store().features()[photo.tile].mean[0]).epsilon(0.05));
    }
}

TEST_CASE("sheet: shows some of the tiles, and counts what looks alike among those asked for") {
    const TemporaryFolder folder;
    const TileLibrary library = library_with_copies(folder);
    const Sheet part = contact_sheet(library, {.skip = 1, .most = 2});
    CHECK(tiles_of(part) == std::vector<TileId>{1, 2});
    CHECK(part.tiles == 5);
    CHECK(part.photos[0].alike == 2); // the other one is on another sheet
    const Sheet chosen = contact_sheet(library, {.tiles = std::vector<TileId>{0, 4}});
    CHECK(tiles_of(chosen) == std::vector<TileId>{0, 4});
    CHECK(chosen.groups == 0);
    CHECK(contact_sheet(library, {.skip = 7}).photos.empty());
    CHECK_THROWS_AS(static_cast<void>(contact_sheet(library, {.tiles = std::vector<TileId>{5}})),
                    Error);
}

TEST_CASE("sheet: the same at any number of threads; ends when asked to") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 70, {8, 8});
    const Sheet one = contact_sheet(library, {}, {.threads = 1});
    const Sheet three = contact_sheet(library, {}, {.threads = 3});
    REQUIRE(one.photos.size() == three.photos.size());
    for (std::size_t i = 0; i < one.photos.size(); ++i)
        CHECK(one.photos[i].picture.bytes == three.photos[i].picture.bytes);
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(static_cast<void>(contact_sheet(library, {}, {.cancel = stop.get_token()})),
                    Error);
}

} // namespace tessera
