#include "base/writer_lock.hpp"
#include "library/files.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>
#include <tessera/maintain.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::TemporaryFolder;
namespace {

BuildOptions small_tiles() {
    BuildOptions options;
    options.tile.shape = {8, 8};
    return options;
}

std::vector<Photo> photos_in(const std::string &folder) { return find_photos({folder}); }

/// A folder of photos, their library, and the inode of its file, which tells whether it was
/// written.
struct Fixture {
    TemporaryFolder folder;
    std::string photos = test::make_photos(folder, "photos", 12);
    std::string library = folder.path("lib");
    BuildOptions options = small_tiles();

    Fixture() { build_library(photos_in(photos), library, options); }

    BuildReport update() { return update_library(photos_in(photos), library, options); }

    void check_equals_fresh_build() const {
        const std::string fresh = folder.path("fresh");
        BuildOptions anew = options;
        anew.replace = true;
        build_library(photos_in(photos), fresh, anew);
        CHECK(test::read_file(library) == test::read_file(fresh));
        fs::remove(fresh);
    }

    void check_nothing_beside() const {
        CHECK(folder.listing().size() == 2 + photos_in(photos).size()); // and their folder
    }
};

void check_counts(const BuildReport &report, const BuildReport &expected) {
    CHECK(report.tiles == expected.tiles);
    CHECK(report.added == expected.added);
    CHECK(report.changed == expected.changed);
    CHECK(report.moved == expected.moved);
    CHECK(report.kept == expected.kept);
    CHECK(report.removed == expected.removed);
    CHECK(report.written == expected.written);
}

} // namespace

TEST_CASE("update: with nothing changed nothing is written") {
    Fixture its;
    const auto before = fs::last_write_time(its.library);
    check_counts(its.update(), {.tiles = 12, .kept = 12});
    its.options.prune = true;
    check_counts(its.update(), {.tiles = 12, .kept = 12});
    CHECK(fs::last_write_time(its.library) == before);
    its.check_nothing_beside();
}

TEST_CASE("update: new, changed, renamed, touched and copied photos, as a build would have them") {
    Fixture its;
    fs::copy_file(its.photos + "/003.png", its.photos + "/copy of 3.png");
    test::solid(40, 30, {9, 9, 9}).write_to_file((its.photos + "/new.png").c_str());
    test::solid(40, 30, {1, 2, 3}).write_to_file((its.photos + "/005.png").c_str());
    fs::create_directory(its.photos + "/sub");
    fs::rename(its.photos + "/007.png", its.photos + "/sub/seven.png");
    fs::last_write_time(its.photos + "/008.png", fs::file_time_type::clock::now());
    check_counts(its.update(),
                 {.tiles = 14, .added = 2, .changed = 1, .moved = 1, .kept = 10, .written = true});
    its.check_equals_fresh_build();
    check_counts(its.update(), {.tiles = 14, .kept = 14});
}

TEST_CASE("update: only new contents are decoded") {
    Fixture its;
    fs::rename(its.photos + "/002.png", its.photos + "/zzz.png");
    fs::last_write_time(its.photos + "/004.png", fs::file_time_type::clock::now());
    test::solid(9, 9, {9, 9, 9}).write_to_file((its.photos + "/new.png").c_str());
    std::uint64_t decoded = 0;
    RunOptions run;
    run.progress = [&](const Progress &progress) { decoded = progress.done; };
    update_library(photos_in(its.photos), its.library, its.options, run);
    CHECK(decoded == 1);
}

TEST_CASE("update: two photos that change their names are told by their contents") {
    Fixture its;
    fs::rename(its.photos + "/001.png", its.photos + "/swap");
    fs::rename(its.photos + "/002.png", its.photos + "/001.png");
    fs::rename(its.photos + "/swap", its.photos + "/002.png");
    check_counts(its.update(), {.tiles = 12, .changed = 2, .kept = 10, .written = true});
    its.check_equals_fresh_build();
}

TEST_CASE("update: photos that are gone stay, and leave with prune") {
    Fixture its;
    fs::remove(its.photos + "/004.png");
    check_counts(its.update(), {.tiles = 12, .kept = 12});
    its.options.prune = true;
    check_counts(its.update(), {.tiles = 11, .kept = 11, .removed = 1, .written = true});
    its.check_equals_fresh_build();
}

TEST_CASE(
    "update: a changed photo that can't be read leaves the library, as a build would skip it") {
    Fixture its;
    test::write_file(its.photos + "/006.png", "not a picture");
    const BuildReport report = its.update();
    check_counts(report, {.tiles = 11, .kept = 11, .removed = 1, .written = true});
    CHECK(report.skipped.size() == 1);
    its.check_equals_fresh_build();
    // It is tried again, and nothing is written as long as it can't be read.
    CHECK_FALSE(its.update().written);
    CHECK(its.update().skipped.size() == 1);
    test::solid(40, 30, {1, 2, 3}).write_to_file((its.photos + "/006.png").c_str());
    check_counts(its.update(), {.tiles = 12, .added = 1, .kept = 11, .written = true});
    its.check_equals_fresh_build();
}

TEST_CASE("update: other tiles than the library's are refused, saying what it has") {
    Fixture its;
    const std::string before = test::read_file(its.library);
    its.options.tile.crop = Crop::entropy;
    CHECK_THROWS_WITH_AS(its.update(), doctest::Contains("8 x 8 px"), Error);
    CHECK(test::read_file(its.library) == before);
    CHECK(tile_options_of(TileLibrary::open(its.library).info())->crop == Crop::centre);
}

TEST_CASE("update: a link to a library stays a link") {
    Fixture its;
    fs::create_directory(its.folder.path("shelf"));
    const std::string target = its.folder.path("shelf/lib");
    fs::rename(its.library, target);
    fs::create_symlink(target, its.library);
    test::solid(9, 9, {9, 9, 9}).write_to_file((its.photos + "/new.png").c_str());
    CHECK(its.update().tiles == 13);
    CHECK(fs::is_symlink(its.library));
    CHECK(TileLibrary::open(target).info().tiles == 13);
}

TEST_CASE("update: while another changes the library it is refused, and says who that is") {
    Fixture its;
    fs::remove(its.photos + "/004.png");
    its.options.prune = true;
    {
        const WriterLock lock(its.library, 0, {});
        CHECK_THROWS_WITH_AS(its.update(),
                             doctest::Contains(("process " + std::to_string(::getpid())).c_str()),
                             Error);
        CHECK(TileLibrary::open(its.library).info().tiles == 12); // readers don't care
        its.options.wait_seconds = 0.05;
        CHECK_THROWS_AS(its.update(), Error);
    }
    CHECK(its.update().tiles == 11);
    its.check_nothing_beside();
}

TEST_CASE("update: what a killed writer left is no obstacle, and goes") {
    Fixture its;
    test::write_file(its.folder.path(".lib.lock"), "process 1 on host elsewhere");
    fs::create_directory(its.folder.path(".lib.partial-1-0"));
    CHECK_FALSE(its.update().written);
    its.check_nothing_beside();
}

TEST_CASE("update: paths are made absolute as the standard library would") {
    const AbsolutePaths absolute;
    for (const char *path : {"a", "./a", "/a/b", "/a//b", "/a/../b", "../a", "a/.", "/a/./b", "/a/",
                             "a.jpg/..b", "...", "/a/..b", ".."})
        CHECK(absolute.of(path) == fs::absolute(path).lexically_normal().string());
}

TEST_CASE("update: pictures of any size are appended, and stay under their ids") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 5, 7, 5);
    BuildOptions options;
    options.tile.shape = any_shape;
    const std::string library = folder.path("lib");
    std::vector<Photo> second = {{photos + "/002.png", "002.png", std::int64_t{7}}};
    CHECK(update_library(second, library, options).added == 1);
    CHECK(update_library(photos_in(photos), library, options).added == 4);
    const auto store = open_store(library);
    CHECK(store->record(0).name == "002.png");
    CHECK(store->record(0).label == Label(std::int64_t{7})); // it stays
    CHECK(store->record(1).name == "000.png");
    CHECK(store->record(4).shape == PictureShape{7, 5, 3});
    CHECK_FALSE(update_library(photos_in(photos), library, options).written);
    second[0].label = "seven";
    CHECK(update_library(second, library, options).written);
    CHECK(open_store(library)->record(0).label == Label("seven"));
    CHECK(verify_library(library).empty());
}

} // namespace tessera
