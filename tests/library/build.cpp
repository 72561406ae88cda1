#include "image/tile/features.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::TemporaryFolder;
namespace {

BuildOptions tiles_of(TileShape shape) {
    BuildOptions options;
    options.tile.shape = shape;
    return options;
}

std::vector<Photo> photos_in(const std::string &folder) { return find_photos({folder}); }

} // namespace

TEST_CASE("build: tiles lie in path order, with their records, means and vectors") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 30);
    const BuildReport report =
        build_library(photos_in(photos), folder.path("lib"), tiles_of({16, 12}));
    CHECK(report.tiles == 30);
    CHECK(report.skipped.empty());
    const TileLibrary library = TileLibrary::open(folder.path("lib"));
    const auto features = library.store().features();
    std::vector<std::uint8_t> pixels(library.info().tile.bytes());
    for (TileId id = 0; id < 30; ++id) {
        const TileRecord record = library.store().record(id);
        CHECK(record.name == std::to_string(1000 + id).substr(1) + ".png");
        CHECK(record.path == photos + "/" + record.name);
        library.store().read(id, pixels);
        TileFeatures expected = features_of(pixels, {16, 12});
        CHECK(features[id].picture != 0);
        expected.picture = features[id].picture;
        CHECK(features[id] == expected);
    }
}

TEST_CASE("build: the library is the same bytes at 1, 2 and 7 threads") {
    const TemporaryFolder folder;
    const auto photos = photos_in(test::make_photos(folder, "photos", 60));
    for (const int threads : {1, 2, 7})
        build_library(photos, folder.path(std::to_string(threads)), tiles_of({16, 16}),
                      {.threads = threads});
    const std::string one = test::read_file(folder.path("1"));
    CHECK(one == test::read_file(folder.path("2")));
    CHECK(one == test::read_file(folder.path("7")));
}

TEST_CASE("build: the digest is of tiles and names, not of places or dates") {
    const TemporaryFolder folder;
    const auto digest = [&](const std::string &photos, TileShape shape) {
        BuildOptions options = tiles_of(shape);
        options.replace = true;
        build_library(photos_in(photos), folder.path("lib"), options);
        return TileLibrary::open(folder.path("lib")).info().digest;
    };
    const std::string here = test::make_photos(folder, "here", 5);
    fs::copy(here, folder.path("there"), fs::copy_options::recursive);
    const Digest expected = digest(here, {16, 16});
    CHECK(digest(folder.path("there"), {16, 16}) == expected);
    CHECK(digest(here, {16, 8}) != expected);
    fs::rename(folder.path("there/000.png"), folder.path("there/0000.png"));
    CHECK(digest(folder.path("there"), {16, 16}) != expected);
}

TEST_CASE("build: photos that can't be read are skipped and listed, or fail the build") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 6);
    test::write_file(photos + "/001.png", "not a picture");
    const std::string whole = test::read_file(photos + "/004.png");
    test::write_file(photos + "/004.png", whole.substr(0, whole.size() / 2));
    BuildOptions options = tiles_of({8, 8});
    const BuildReport report = build_library(photos_in(photos), folder.path("lib"), options);
    CHECK(report.tiles == 4);
    REQUIRE(report.skipped.size() == 2);
    CHECK(report.skipped[0].path == photos + "/001.png");
    CHECK(report.skipped[1].reason.find("004.png") != std::string::npos);
    CHECK(TileLibrary::open(folder.path("lib")).info().skipped == 2);

    options.on_error = OnError::fail;
    CHECK_THROWS_WITH_AS(build_library(photos_in(photos), folder.path("other"), options),
                         doctest::Contains("001.png"), Error);
    CHECK_FALSE(fs::exists(folder.path("other")));
}

TEST_CASE("build: no photo, or none that can be read, is an error and leaves no library") {
    const TemporaryFolder folder;
    CHECK_THROWS_AS(build_library({}, folder.path("lib")), Error);
    test::write_file(folder.path("a.jpg"), "text");
    const std::vector<Photo> bad = {{folder.path("a.jpg"), "a.jpg"}};
    CHECK_THROWS_WITH_AS(build_library(bad, folder.path("lib")),
                         doctest::Contains("none of the 1 photos"), Error);
    CHECK(folder.listing() == std::vector<std::string>{"a.jpg"});
}

TEST_CASE("build: a host that throws when it is told of a skipped photo doesn't end the build") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 3);
    test::write_file(photos + "/bad.jpg", "text");
    BuildOptions options = tiles_of({8, 8});
    options.on_skip = [](const SkippedPhoto &) { throw 42; };
    const BuildReport report = build_library(photos_in(photos), folder.path("lib"), options);
    CHECK(report.tiles == 3);
    CHECK(report.skipped.size() == 1);
}

TEST_CASE("build: photos with equal means are tiles of their own") {
    const TemporaryFolder folder;
    for (const char *name : {"a.png", "b.png"})
        test::solid(8, 8, {1, 2, 3}).write_to_file(folder.path(name).c_str());
    CHECK(build_library(photos_in(folder.path()), folder.path("lib"), tiles_of({8, 8})).tiles == 2);
}

TEST_CASE("build: cancelled or failed, the old library stays as it was") {
    const TemporaryFolder folder;
    const auto photos = photos_in(test::make_photos(folder, "photos", 20));
    build_library(photos, folder.path("lib"), tiles_of({8, 8}));
    const std::string before = test::read_file(folder.path("lib"));
    BuildOptions options = tiles_of({16, 16});
    options.replace = true;
    std::stop_source stop;
    RunOptions run{.cancel = stop.get_token()};
    run.progress = [&](const Progress &progress) {
        if (progress.done == 5)
            stop.request_stop();
    };
    try {
        build_library(photos, folder.path("lib"), options, run);
        FAIL("not cancelled");
    } catch (const Error &error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
    CHECK(test::read_file(folder.path("lib")) == before);
    CHECK(folder.listing().size() == 22); // 20 photos, their folder, the library
}

TEST_CASE("build: absurd tiles are refused") {
    const TemporaryFolder folder;
    const auto photos = photos_in(test::make_photos(folder, "photos", 1));
    for (const TileShape shape : {TileShape{0, 8}, TileShape{8, -1}, TileShape{5'000'000, 8}})
        CHECK_THROWS_AS(build_library(photos, folder.path("lib"), tiles_of(shape)), Error);
}

} // namespace tessera
