#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>
#include <tessera/tile_store.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
namespace fs = std::filesystem;
using test::TemporaryFolder;
namespace {

/// A folder of pictures: their names, and what they show.
std::string make_folder(const TemporaryFolder &folder,
                        const std::vector<std::pair<std::string, vips::VImage>> &pictures) {
    fs::create_directories(folder.path("x"));
    for (const auto &[name, picture] : pictures)
        picture.write_to_file(folder.path("x/" + name).c_str());
    return folder.path("x");
}

std::vector<std::uint8_t> tile_of(const TileStore &store, TileId id) {
    std::vector<std::uint8_t> pixels(store.record(id).shape.bytes());
    store.read(id, pixels);
    return pixels;
}

} // namespace

TEST_CASE("numbered folder: pictures of one size are a library, in the order of their numbers") {
    const TemporaryFolder folder;
    std::vector<std::pair<std::string, vips::VImage>> pictures;
    for (int i = 0; i < 12; ++i)
        pictures.emplace_back(std::to_string(i) + ".png",
                              test::noise(20, 10, static_cast<unsigned>(i)));
    const std::string path = make_folder(folder, pictures);
    test::write_file(path + "/readme.txt", "no picture");
    CHECK_FALSE(is_store(path));
    const TileLibrary library = TileLibrary::open(path);
    CHECK(library.info().tile == TileShape{20, 10});
    REQUIRE(library.info().tiles == 12);
    const auto features = library.store().features();
    for (TileId id = 0; id < 12; ++id) {
        CHECK(tile_of(library.store(), id) == test::pixels_of(pictures[id].second));
        CHECK(library.store().record(id).name == pictures[id].first);
        CHECK(features[id].mean[1] ==
              doctest::Approx(pictures[id].second.extract_band(1).avg()).epsilon(1e-12));
    }
    CHECK_THROWS_WITH_AS(static_cast<void>(library.store().record(12)),
                         doctest::Contains("12 pictures"), Error);
}

TEST_CASE("numbered folder: its library is that of the same tiles built otherwise") {
    const TemporaryFolder folder;
    const std::string path = test::make_photos(folder, "x", 5, 16, 16); // 000.png ...
    BuildOptions options;
    options.tile.shape = {16, 16};
    build_library(find_photos({path}), folder.path("built"), options);
    const auto built = open_store(folder.path("built")), plain = open_store(path);
    CHECK(plain->info().digest == built->info().digest);
    for (TileId id = 0; id < 5; ++id) {
        CHECK(plain->record(id) == built->record(id));
        CHECK(plain->features()[id].mean == built->features()[id].mean);
        CHECK(plain->features()[id].fingerprint == built->features()[id].fingerprint);
    }
}

TEST_CASE("numbered folder: pictures of several sizes, grey, transparent, on their side") {
    const TemporaryFolder folder;
    const vips::VImage upright = test::gradient(30, 20);
    vips::VImage turned = test::stored_as(upright, 6).copy();
    turned.set("orientation", 6);
    const std::string path = make_folder(folder, {{"p1.tif", turned},
                                                  {"p2.tif", test::noise(9, 9, 1, 1)},
                                                  {"p3.tif", test::noise(5, 6, 2, 4)}});
    const auto store = open_store(path);
    CHECK(store->info().tile == any_shape);
    CHECK(store->features().empty());
    CHECK(store->record(0).shape == PictureShape{30, 20, 3});
    CHECK(tile_of(*store, 0) == test::pixels_of(upright));
    CHECK(store->record(1).shape == PictureShape{9, 9, 3});
    CHECK(store->record(2).shape == PictureShape{5, 6, 3});
}

TEST_CASE("numbered folder: a gap, a double and a stranger are named; an empty folder is nothing") {
    const TemporaryFolder folder;
    const vips::VImage picture = test::noise(4, 4, 1);
    const std::string path = make_folder(folder, {{"img_1.png", picture}, {"img_3.png", picture}});
    const auto complains_of = [&](const char *what) {
        CHECK_THROWS_WITH_AS(static_cast<void>(open_store(path)), doctest::Contains(what), Error);
    };
    complains_of("there is no 'img_2.png'");
    make_folder(folder, {{"img_2.png", picture}, {"img_002.png", picture}});
    complains_of("'img_002.png' and 'img_2.png'");
    fs::rename(path + "/img_002.png", path + "/cover.png");
    complains_of("cover.png");
    fs::remove_all(path);
    fs::create_directory(path);
    complains_of("neither a tile library nor a folder of pictures");
}

TEST_CASE("numbered folder: damaged and changed pictures are errors that name them") {
    const TemporaryFolder folder;
    const std::string path =
        make_folder(folder, {{"0.png", test::noise(40, 40, 1)}, {"1.png", test::noise(40, 40, 2)}});
    const auto store = open_store(path);
    const std::string whole = test::read_file(path + "/1.png");
    test::write_file(path + "/1.png", test::read_file(path + "/0.png"));
    CHECK_THROWS_WITH_AS(tile_of(*store, 1), doctest::Contains("1.png"), Error);
    test::write_file(path + "/1.png", whole.substr(0, whole.size() / 2));
    CHECK_THROWS_WITH_AS(static_cast<void>(open_store(path)), doctest::Contains("1.png"), Error);
}

} // namespace tessera
