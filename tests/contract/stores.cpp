// What every kind of store must do.

#include "base/hasher.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>
#include <tessera/tile_store.hpp>

#include <algorithm>
#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::TemporaryFolder;
namespace {

constexpr TileShape shape{9, 7};

std::vector<std::uint8_t> pixels_of_tile(TileId id, TileShape tile = shape) {
    std::mt19937 random(id);
    std::vector<std::uint8_t> pixels(tile.bytes());
    for (std::uint8_t &value : pixels)
        value = static_cast<std::uint8_t>(random());
    return pixels;
}

TileRecord record_of_tile(TileId id, TileShape tile = shape) {
    TileRecord record;
    record.path = "/photos/\xff no UTF-8 " + std::to_string(id);
    record.name = std::to_string(id) + "\n.jpg";
    record.file_bytes = id * 1000ULL;
    record.modified_ns = -5 + std::int64_t{id};
    record.content = digest_of(record.name);
    record.pixels = hash_bytes(pixels_of_tile(id, tile));
    record.width = 640;
    record.height = 480;
    record.shape = {tile.width, tile.height};
    record.label = id % 3 == 0   ? Label()
                   : id % 3 == 1 ? Label(-7 + std::int64_t{id})
                                 : Label("7,\n\"");
    if (id % 5 == 0)
        record.tags = {"sea", "Füße, \"nass\"", ""};
    record.variation = id % 7 == 0 ? R"({"flip":true})" : "";
    record.captured = id % 2 == 0 ? "2024-05-31T12:00:00" : "";
    return record;
}

TileFeatures features_of_tile(TileId id) {
    TileFeatures features;
    features.mean = {1.5 * id, 0.25, 254.75};
    features.parts.fill(static_cast<float>(id));
    features.fingerprint = ~std::uint64_t{id};
    features.picture = id % 4;
    return features;
}

StoreInfo build(const std::string &kind, const std::string &path, TileId tiles,
                TileShape tile = shape, bool replace = false) {
    const auto builder = create_store(kind, path, tile, replace);
    for (TileId id = 0; id < tiles; ++id) {
        CHECK(builder->add(pixels_of_tile(id, tile), features_of_tile(id),
                           record_of_tile(id, tile)) == id);
    }
    StoreInfo info;
    info.tile = tile;
    info.tiles = tiles;
    info.digest = digest_of("digest");
    info.inputs = digest_of("inputs");
    info.skipped = 3;
    info.options = R"({"crop":"centre"})";
    builder->finish(info);
    return info;
}

/// Reads everything; what is damaged must be an Error, not a crash and not wrong pixels.
std::uint32_t read_all(const std::string &path) {
    const auto store = open_store(path);
    for (TileId id = 0; id < store->info().tiles; ++id) {
        std::vector<std::uint8_t> pixels(store->info().tile.bytes());
        store->read(id, pixels);
        const TileRecord record = store->record(id); // what CHECK is given must not throw
        CHECK(hash_bytes(pixels) == record.pixels);
    }
    static_cast<void>(store->features());
    return store->info().tiles;
}

/// Files of a store by their names, and what is in them.
std::map<std::string, std::string> files_of(const std::string &path) {
    if (!fs::is_directory(path))
        return {{"", test::read_file(path)}};
    std::map<std::string, std::string> files;
    for (const auto &entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(path).string()] =
                test::read_file(entry.path().string());
    return files;
}

/// Calls check(path of a file, its bytes) for a store's file, or for one of each suffix.
template <class Check> void for_each_file(const std::string &path, Check &&check) {
    std::set<std::string> seen;
    for (const auto &[name, bytes] : files_of(path))
        if (seen.insert(fs::path(name).extension()).second) {
            const std::string file = name.empty() ? path : path + "/" + name;
            CAPTURE(file);
            check(file, bytes);
            test::write_file(file, bytes);
        }
}

template <class Check> void for_each_kind(Check &&check) {
    std::vector<std::string> kinds = store_kinds();
    kinds.emplace_back("hdf5[deflate=6]");
    for (const std::string &kind : kinds) {
        CAPTURE(kind);
        const TemporaryFolder folder;
        check(kind, folder);
    }
}

} // namespace

TEST_CASE("stores: tiles, features, records and description come back as they went in") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        for (const TileId tiles : {1U, 2U, 3000U}) {
            const std::string path = folder.path(std::to_string(tiles));
            const StoreInfo info = build(kind, path, tiles);
            REQUIRE(is_store(path));
            const auto store = open_store(path);
            CHECK(store->info() == info);
            std::vector<TileFeatures> expected;
            for (TileId id = 0; id < tiles; ++id) {
                std::vector<std::uint8_t> pixels(shape.bytes());
                store->read(id, pixels);
                REQUIRE(pixels == pixels_of_tile(id));
                REQUIRE(store->record(id) == record_of_tile(id));
                if (const auto view = store->view(id); !view.empty())
                    REQUIRE(std::equal(view.begin(), view.end(), pixels.begin(), pixels.end()));
                expected.push_back(features_of_tile(id));
            }
            CHECK(store->features() == expected);
        }
    });
}

TEST_CASE("stores: many tiles at once are those that come one by one") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        build(kind, folder.path("x"), 100);
        const auto store = open_store(folder.path("x"));
        std::vector<std::uint8_t> pixels(37 * shape.bytes()), expected;
        store->read_many(50, 37, pixels);
        for (TileId id = 50; id < 87; ++id) {
            const auto tile = pixels_of_tile(id);
            expected.insert(expected.end(), tile.begin(), tile.end());
        }
        CHECK(pixels == expected);
        CHECK_THROWS_AS(store->read_many(90, 37, pixels), Error);
    });
}

TEST_CASE("stores: tiles of another store are taken over as they are, of each kind by each") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        for (const std::string &other : store_kinds()) {
            CAPTURE(other);
            const StoreInfo info = build(other, folder.path("from." + other), 30);
            const auto from = open_store(folder.path("from." + other));
            const auto builder = create_store(kind, folder.path("to." + other), shape, false);
            TileRecord renamed = from->record(5);
            renamed.name = "other";
            builder->add(pixels_of_tile(0), features_of_tile(0), record_of_tile(0));
            for (TileId id = 5; id < 30; ++id)
                builder->copy(*from, id, features_of_tile(id),
                              id == 5 ? renamed : from->record(id));
            builder->finish(info);
            const auto to = open_store(folder.path("to." + other));
            REQUIRE(to->info().tiles == 26);
            CHECK(to->record(1) == renamed);
            for (TileId id = 1; id < 26; ++id) {
                std::vector<std::uint8_t> pixels(shape.bytes());
                to->read(id, pixels);
                CHECK(pixels == pixels_of_tile(id + 4));
            }
        }
    });
}

TEST_CASE("stores: pictures of any size and number of bands") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        const auto builder = create_store(kind, folder.path("x"), any_shape, false);
        const std::vector<PictureShape> shapes = {{1, 1, 1}, {7, 3, 2}, {5, 9, 3}, {700, 600, 4}};
        std::vector<std::vector<std::uint8_t>> pictures;
        std::vector<TileRecord> records;
        for (const PictureShape &each : shapes) {
            auto &pixels = pictures.emplace_back(each.bytes());
            std::mt19937 random(static_cast<unsigned>(each.width));
            std::ranges::generate(pixels, [&] { return static_cast<std::uint8_t>(random()); });
            TileRecord record = record_of_tile(static_cast<TileId>(records.size()));
            record.shape = each;
            record.pixels = hash_bytes(pixels);
            builder->add(pixels, {}, records.emplace_back(record));
        }
        StoreInfo info;
        info.tile = any_shape;
        builder->finish(info);
        const auto store = open_store(folder.path("x"));
        CHECK(store->info().tile == any_shape);
        CHECK(store->features().empty());
        REQUIRE(store->info().tiles == shapes.size());
        for (TileId id = 0; id < shapes.size(); ++id) {
            CHECK(store->record(id) == records[id]);
            std::vector<std::uint8_t> pixels(shapes[id].bytes());
            store->read(id, pixels);
            CHECK(pixels == pictures[id]);
        }
        CHECK_THROWS_WITH_AS(static_cast<void>(TileLibrary::open(folder.path("x"))),
                             doctest::Contains("different sizes"), Error);
    });
}

TEST_CASE("stores: tiles larger than a block, and of one px") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        for (const TileShape tile : {TileShape{600, 500}, TileShape{1, 1}}) {
            build(kind, folder.path("x"), 5, tile, true);
            CHECK(read_all(folder.path("x")) == 5);
        }
    });
}

TEST_CASE("stores: tiles stay in place however many were read since") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        // Not a whole number of blocks, and more than a store keeps mapped.
        constexpr TileShape large{512, 512};
        constexpr TileId tiles = 51;
        build(kind, folder.path("store"), tiles, large);
        const auto store = open_store(folder.path("store"));
        std::vector<std::span<const std::uint8_t>> views;
        for (TileId id = 0; id < tiles; ++id)
            views.push_back(store->view(id));
        for (TileId id = 0; id < tiles; ++id)
            if (!views[id].empty())
                CHECK(hash_bytes(views[id]) == store->record(id).pixels);
    });
}

TEST_CASE("stores: an id beyond the last is an error that says how many there are") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        build(kind, folder.path("x"), 4);
        const auto store = open_store(folder.path("x"));
        CHECK_THROWS_WITH_AS(static_cast<void>(store->view(4)), doctest::Contains("4 tiles"),
                             Error);
        CHECK_THROWS_AS(static_cast<void>(store->record(4'000'000'000)), Error);
    });
}

TEST_CASE("stores: a builder that isn't finished leaves nothing, or the old store") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        const auto start = [&](bool replace) {
            const auto builder = create_store(kind, folder.path("x"), shape, replace);
            builder->add(pixels_of_tile(0), {}, record_of_tile(0));
        };
        start(false);
        CHECK(folder.listing().empty());
        build(kind, folder.path("x"), 3);
        start(true);
        CHECK(read_all(folder.path("x")) == 3);
        CHECK(folder.listing().front() == "x");
        CHECK_THROWS_WITH_AS(start(false), doctest::Contains("exists already"), Error);
    });
}

TEST_CASE("stores: an open store stays readable while a new one takes its name") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        build(kind, folder.path("x"), 3);
        const auto old = open_store(folder.path("x"));
        build(kind, folder.path("x"), 50, shape, true);
        CHECK(old->info().tiles == 3);
        CHECK(old->record(2) == record_of_tile(2));
        std::vector<std::uint8_t> pixels(shape.bytes());
        old->read(2, pixels);
        CHECK(pixels == pixels_of_tile(2));
        CHECK(read_all(folder.path("x")) == 50);
    });
}

TEST_CASE("stores: the same tiles make the same bytes") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        build(kind, folder.path("a"), 700);
        build(kind, folder.path("b"), 700);
        CHECK(files_of(folder.path("a")) == files_of(folder.path("b")));
    });
}

TEST_CASE("stores: many threads read at once") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        build(kind, folder.path("x"), 500);
        const auto store = open_store(folder.path("x"));
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        for (unsigned thread = 0; thread < 4; ++thread)
            threads.emplace_back([&, thread] {
                std::mt19937 random(thread);
                std::vector<std::uint8_t> pixels(shape.bytes());
                for (int i = 0; i < 2000; ++i) {
                    const auto id = static_cast<TileId>(random() % 500);
                    store->read(id, pixels);
                    wrong +=
                        pixels != pixels_of_tile(id) || store->record(id) != record_of_tile(id);
                }
            });
        threads.clear();
        CHECK(wrong == 0);
    });
}

TEST_CASE("stores: what is missing or no store is named") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH_AS(static_cast<void>(open_store(folder.path("none"))),
                         doctest::Contains("none"), Error);
    for (const std::string &bytes : {std::string(), std::string("text"), std::string(10'000, 'x'),
                                     std::string(10'000, '\0')}) {
        test::write_file(folder.path("x"), bytes);
        CHECK_FALSE(is_store(folder.path("x")));
        CHECK_THROWS_WITH_AS(static_cast<void>(open_store(folder.path("x"))),
                             doctest::Contains("not a tile library"), Error);
    }
    CHECK_THROWS_WITH_AS(static_cast<void>(create_store("stone", folder.path("y"), shape, false)),
                         doctest::Contains("lmdb"), Error);
}

TEST_CASE("stores: one that was cut is an error wherever it was cut") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        const std::string path = folder.path("x");
        build(kind, path, 100);
        for_each_file(path, [&](const std::string &file, const std::string &whole) {
            for (std::size_t i = 0; i < 20; ++i) {
                test::write_file(file, whole.substr(0, whole.size() * i / 20));
                try {
                    read_all(path);
                    FAIL("read a store cut to " << i << "/20");
                } catch (const Error &error) {
                    CHECK(error.code() == ErrorCode::corrupt_store);
                }
            }
        });
        CHECK(read_all(path) == 100);
    });
}

TEST_CASE("stores: a file that is missing is named") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        const std::string path = folder.path("x");
        build(kind, path, 3);
        for_each_file(path, [&](const std::string &file, const std::string &) {
            fs::remove(file);
            if (!fs::exists(path))
                return; // the only one: there is no store
            CHECK_THROWS_WITH_AS(read_all(path), doctest::Contains(path.c_str()), Error);
        });
    });
}

TEST_CASE("stores: flipped bits are found, or change nothing") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        const std::string path = folder.path("x");
        build(kind, path, 40);
        int found = 0;
        for_each_file(path, [&](const std::string &file, const std::string &whole) {
            for (std::size_t i = 0; i < 40; ++i) {
                std::string damaged = whole;
                damaged[whole.size() * i / 40] ^= static_cast<char>(1U << i % 8);
                test::write_file(file, damaged);
                try {
                    const std::uint32_t tiles = read_all(path);
                    const TileRecord record = open_store(path)->record(3);
                    CHECK(tiles == 40);
                    CHECK(record == record_of_tile(3));
                } catch (const Error &error) {
                    CHECK(error.code() == ErrorCode::corrupt_store);
                    ++found;
                }
            }
        });
        CHECK(found > 0);
    });
}

TEST_CASE("stores: damaged tiles and records are found, never shown") {
    for_each_kind([](const std::string &kind, const TemporaryFolder &folder) {
        if (kind.ends_with("]")) // packed pixels can't be looked for
            return;
        const std::string path = folder.path("x");
        build(kind, path, 40);
        // A tile's pixels and a record's text, wherever this kind of store keeps them; a tile that
        // it keeps encoded has a file of its own.
        const auto pixels = pixels_of_tile(17);
        for (const std::string &place :
             {std::string(pixels.begin(), pixels.end()), std::string("no UTF-8 23")}) {
            bool was_there = false;
            for (const auto &[name, bytes] : files_of(path)) {
                std::size_t at = bytes.find(place);
                if (at == std::string::npos && name.find("17.") != std::string::npos)
                    at = bytes.size() / 2 - place.size() / 2;
                if (at >= bytes.size())
                    continue;
                was_there = true;
                const std::string file = name.empty() ? path : path + "/" + name;
                std::string damaged = bytes;
                damaged[at + place.size() / 2] ^= 4;
                test::write_file(file, damaged);
                CHECK_THROWS_WITH_AS(read_all(path), doctest::Contains("damaged"), Error);
                test::write_file(file, bytes);
            }
            CHECK(was_there);
        }
    });
}

} // namespace tessera
