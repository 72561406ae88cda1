#include "image/tile/variations.hpp"

#include "support/images.hpp"

#include <tessera/library.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
namespace {

TileOptions options_of(const char *augment, int crops = 1, int copies = 1) {
    return {.shape = {16, 16},
            .crops = crops,
            .augment = parse_augmentations(augment),
            .copies = copies};
}

} // namespace

TEST_CASE("variations: a tile as it is, then so many varied ones, which tell how they were made") {
    const TemporaryFolder folder;
    test::gradient(100, 80).write_to_file(folder.path("x.png").c_str());
    const auto tiles = load_tiles(folder.path("x.png"), options_of("hue=30,brightness", 1, 3));
    REQUIRE(tiles.size() == 4);
    CHECK(tiles[0].pixels == load_tile(folder.path("x.png"), {.shape = {16, 16}}).pixels);
    CHECK(tiles[0].record.variation.empty());
    std::set<std::string> different;
    for (const Tile &tile : tiles)
        different.insert(to_string(tile.record.pixels));
    CHECK(different.size() == 4);
    for (std::size_t i = 1; i < tiles.size(); ++i) {
        const auto how = nlohmann::json::parse(tiles[i].record.variation);
        CHECK(how.at("hue") == 30);
        CHECK(how.at("brightness") >= 0.8);
        CHECK(how.size() == 2);
        CHECK(tiles[i].record.content == tiles[0].record.content);
        CHECK(tiles[i].record.pixels != tiles[0].record.pixels);
    }
}

TEST_CASE("variations: the same for the same contents and seed, whatever the file is called") {
    const TemporaryFolder folder;
    test::gradient(100, 80).write_to_file(folder.path("x.png").c_str());
    std::filesystem::copy_file(folder.path("x.png"), folder.path("y.png"));
    TileOptions options = options_of("noise=20,rotate", 2, 2);
    const auto first = load_tiles(folder.path("x.png"), options);
    const auto second = load_tiles(folder.path("y.png"), options);
    options.seed = 1;
    const auto other = load_tiles(folder.path("x.png"), options);
    REQUIRE(first.size() == 6);
    for (std::size_t i = 0; i < first.size(); ++i) {
        CHECK(first[i].pixels == second[i].pixels);
        CHECK((first[i].pixels == other[i].pixels) == (i % 3 == 0));
    }
}

TEST_CASE("variations: of one crop they are one picture, and so are a file's copies") {
    const TemporaryFolder folder;
    test::gradient(100, 80).write_to_file(folder.path("x.png").c_str());
    test::gradient(100, 81).write_to_file(folder.path("z.png").c_str());
    std::filesystem::copy_file(folder.path("x.png"), folder.path("y.png"));
    BuildOptions options;
    options.tile = options_of("noise", 2, 2);
    std::vector<std::string> made;
    for (const int threads : {1, 3}) {
        const std::string path = folder.path("lib" + std::to_string(threads));
        CHECK(build_library(find_photos({folder.path()}), path, options, {.threads = threads})
                  .tiles == 18);
        made.push_back(test::read_file(path));
    }
    CHECK(made[0] == made[1]);
    const TileLibrary library = TileLibrary::open(folder.path("lib1"));
    const auto features = library.store().features();
    for (TileId tile = 0; tile < 18; ++tile)
        for (TileId other = 0; other < 18; ++other) {
            const auto photo_of = [](TileId id) { return id / 6 == 1 ? 0 : id / 6; }; // y is x
            const bool same = photo_of(tile) == photo_of(other) && tile / 3 % 2 == other / 3 % 2;
            CHECK((features[tile].picture == features[other].picture) == same);
        }
    const auto how = nlohmann::json::parse(library.info().options);
    CHECK(how.at("crops") == 2);
    CHECK(how.at("augment") == nlohmann::json{"noise=0..8"});
    CHECK(how.at("copies") == 2);
}

TEST_CASE("variations: libraries without any say nothing of them") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    CHECK(library.info().options == R"({"background":"#ffffff","crop":"centre","embedded":false})");
    BuildOptions options;
    options.tile.crops = 0;
    CHECK_THROWS(build_library(find_photos({folder.path("photos.tiles-photos")}),
                               folder.path("lib"), options));
}

} // namespace tessera
