// What only a library in a folder does; tests/contract has what all stores do.

#include "base/hasher.hpp"
#include "store/folder/files.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/tile_store.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::TemporaryFolder;
using test::write_file;
using Names = std::vector<std::string>;
namespace {

constexpr TileShape shape{4, 3};

std::vector<std::uint8_t> pixels_of_tile(TileId id, TileShape tile = shape) {
    std::vector<std::uint8_t> pixels(tile.bytes());
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint8_t>(id + i * 3);
    return pixels;
}

TileRecord record_of_tile(TileId id, TileShape tile = shape) {
    TileRecord record;
    record.shape = {tile.width, tile.height};
    record.pixels = hash_bytes(pixels_of_tile(id, tile));
    return record;
}

void build(const std::string &path, TileId tiles, bool replace = true, TileShape tile = shape,
           int threads = 0) {
    const auto builder = create_store("folder", path, tile, replace);
    builder->set_threads(threads);
    for (TileId id = 0; id < tiles; ++id)
        builder->add(pixels_of_tile(id, tile), {}, record_of_tile(id, tile));
    StoreInfo info;
    info.tile = tile;
    builder->finish(info);
}

bool reads_tile(const TileStore &store, TileId id) {
    std::vector<std::uint8_t> pixels(store.info().tile.bytes());
    store.read(id, pixels);
    return hash_bytes(pixels) == store.record(id).pixels;
}

} // namespace

TEST_CASE("folder store: numbered PNGs, a table, features and what makes it a library") {
    const TemporaryFolder folder;
    build(folder.path("x"), 3);
    CHECK(folder.listing() == Names{"x", "x/0000.png", "x/0001.png", "x/0002.png", "x/features.npy",
                                    "x/library.json", "x/tiles.csv"});
    const std::string table = test::read_file(folder.path("x/tiles.csv"));
    CHECK(table.starts_with("id,file,label,name,path,"));
    CHECK(table.find("\r\n2,0002.png,,\"\",\"\",0,0,0,0,\"\",,\"\",4,3,3,\"0000") !=
          std::string::npos);
}

TEST_CASE("folder store: numbers have as many digits as the last one needs") {
    CHECK(tile_file(7, digits_of(0)) == "0007.png");
    CHECK(digits_of(10'000) == 4);
    CHECK(digits_of(10'001) == 5);
    CHECK(digits_of(4'294'967'295U) == 10);
    const TemporaryFolder folder;
    constexpr TileShape one_px{1, 1};
    build(folder.path("x"), 10'001, true, one_px);
    CHECK(fs::exists(folder.path("x/00000.png")));
    CHECK_FALSE(fs::exists(folder.path("x/0000.png")));
    const auto store = open_store(folder.path("x"));
    CHECK(reads_tile(*store, 9'999));
    CHECK(reads_tile(*store, 10'000));
    CHECK(folder.listing().size() == 10'005);
}

TEST_CASE("folder store: the same bytes on any number of threads") {
    const TemporaryFolder folder;
    build(folder.path("one"), 200, true, shape, 1);
    build(folder.path("many"), 200, true, shape, 4);
    for (const auto &entry : fs::directory_iterator(folder.path("one")))
        CHECK(test::read_file(entry.path().string()) ==
              test::read_file(folder.path("many/" + entry.path().filename().string())));
}

TEST_CASE("folder store: a folder is replaced only if nothing else would be lost") {
    const TemporaryFolder folder;
    build(folder.path("x"), 3);
    build(folder.path("x"), 2);
    CHECK(folder.listing().size() == 6);
    for (const char *foreign : {"notes.txt", "17.png", "0000.jpg", ".hidden"}) {
        const std::string file = folder.path("x") + "/" + foreign;
        write_file(file, "mine");
        CHECK_THROWS_WITH_AS(build(folder.path("x"), 1), doctest::Contains(foreign), Error);
        CHECK(test::read_file(file) == "mine");
        fs::remove(file);
    }
    fs::create_directories(folder.path("x/0001.d"));
    CHECK_THROWS_WITH_AS(build(folder.path("x"), 1), doctest::Contains("0001.d"), Error);
    fs::create_directories(folder.path("photos"));
    write_file(folder.path("photos/0000.png"), "a photo");
    CHECK_THROWS_WITH_AS(build(folder.path("photos"), 1), doctest::Contains("not a tile library"),
                         Error);
    CHECK(test::read_file(folder.path("photos/0000.png")) == "a photo");
    CHECK(open_store(folder.path("x"))->info().tiles == 2);
}

TEST_CASE("folder store: what came into the folder while a new one was built is not lost") {
    const TemporaryFolder folder;
    build(folder.path("x"), 1);
    const auto builder = create_store("folder", folder.path("x"), shape, true);
    write_file(folder.path("x/notes.txt"), "mine");
    CHECK_THROWS_WITH_AS(builder->finish({.tile = shape}), doctest::Contains("notes.txt"), Error);
    CHECK(test::read_file(folder.path("x/notes.txt")) == "mine");
}

TEST_CASE("folder store: one that is read stays readable, and goes with its last reader") {
    const TemporaryFolder folder;
    build(folder.path("x"), 50);
    auto old = open_store(folder.path("x"));
    build(folder.path("x"), 1);
    for (TileId id = 0; id < 50; ++id)
        CHECK(reads_tile(*old, id));
    CHECK(open_store(folder.path("x"))->info().tiles == 1);
    old.reset();
    CHECK(folder.listing().size() == 5);
}

TEST_CASE("folder store: tiles of another folder are linked, not copied") {
    const TemporaryFolder folder;
    build(folder.path("x"), 3);
    const auto from = open_store(folder.path("x"));
    const auto copy = [&](const std::string &to) {
        const auto builder = create_store("folder", to, shape, true);
        builder->add(pixels_of_tile(9), {}, record_of_tile(9));
        for (TileId id = 0; id < 3; ++id)
            builder->copy(*from, id, {}, from->record(id));
        builder->finish({.tile = shape});
    };
    copy(folder.path("y"));
    CHECK(fs::hard_link_count(folder.path("y/0003.png")) == 2);
    copy(folder.path("x")); // its own place
    const auto store = open_store(folder.path("x"));
    REQUIRE(store->info().tiles == 4);
    for (TileId id = 0; id < 4; ++id)
        CHECK(reads_tile(*store, id));
    fs::remove(folder.path("y/0001.png"));
    const auto incomplete = open_store(folder.path("y"));
    const auto builder = create_store("folder", folder.path("z"), shape, true);
    CHECK_THROWS_WITH_AS(builder->copy(*incomplete, 1, {}, incomplete->record(1)),
                         doctest::Contains("0001.png"), Error);
}

TEST_CASE("folder store: a damaged, missing or exchanged tile is named, and no other") {
    const TemporaryFolder folder;
    build(folder.path("x"), 4);
    fs::remove(folder.path("x/0001.png"));
    fs::copy_file(folder.path("x/0000.png"), folder.path("x/0002.png"),
                  fs::copy_options::overwrite_existing);
    const auto store = open_store(folder.path("x"));
    CHECK(reads_tile(*store, 0));
    CHECK_THROWS_WITH_AS(reads_tile(*store, 1), doctest::Contains("'0001.png'"), Error);
    CHECK_THROWS_WITH_AS(reads_tile(*store, 2), doctest::Contains("'0002.png'"), Error);
    CHECK(reads_tile(*store, 3));
    std::vector<std::uint8_t> pixels(4 * shape.bytes());
    CHECK_THROWS_AS(store->read_many(0, 4, pixels), Error);
}

TEST_CASE("folder store: tiles that another program packed better are the same tiles") {
    const TemporaryFolder folder;
    build(folder.path("x"), 2);
    const std::string file = folder.path("x/0001.png");
    const auto image = vips::VImage::new_from_file(file.c_str()).copy_memory();
    image.pngsave(file.c_str(),
                  vips::VImage::option()->set("compression", 9)->set("interlace", true));
    CHECK(reads_tile(*open_store(folder.path("x")), 1));
}

} // namespace tessera
