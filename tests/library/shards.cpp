#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>
#include <tessera/maintain.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
using test::TemporaryFolder;
namespace {

std::vector<Photo> photos_in(const std::string &folder) { return find_photos({folder}); }

BuildOptions options_of(Shard shard, const std::string &store) {
    BuildOptions options;
    options.tile.shape = {16, 16};
    options.store = store;
    options.shard = shard;
    return options;
}

std::vector<std::string> build_shards(const TemporaryFolder &folder,
                                      const std::vector<Photo> &photos, int count,
                                      const std::string &store = "lmdb") {
    std::vector<std::string> libraries;
    for (int index = 1; index <= count; ++index) {
        libraries.push_back(folder.path("shard" + std::to_string(index)));
        update_library(photos, libraries.back(), options_of({index, count}, store));
    }
    return libraries;
}

ErrorCode merge_error(const TemporaryFolder &folder, const std::vector<std::string> &libraries) {
    try {
        merge_libraries(libraries, folder.path("merged"));
    } catch (const Error &error) {
        CHECK_FALSE(std::filesystem::exists(folder.path("merged")));
        return error.code();
    }
    return ErrorCode::cancelled;
}

} // namespace

TEST_CASE("shards: merged they are the very bytes of a library built whole, copies and all") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 11);
    std::filesystem::create_directories(photos + "/b");
    std::filesystem::copy_file(photos + "/000.png", photos + "/b/copy.png");
    std::filesystem::copy_file(photos + "/003.png", photos + "/b/003.png");
    const auto all = photos_in(photos);
    for (const std::string store : {"lmdb", "hdf5"})
        for (const int count : {2, 3, 13}) {
            CAPTURE(store);
            CAPTURE(count);
            const TemporaryFolder here;
            build_library(all, here.path("whole"), options_of({}, store));
            const MergeReport report =
                merge_libraries(build_shards(here, all, count, store), here.path("merged"));
            CHECK(report.tiles == 13);
            CHECK(report.duplicates == 0);
            const bool same =
                test::read_file(here.path("merged")) == test::read_file(here.path("whole"));
            CHECK(same);
            CHECK_FALSE(update_library(all, here.path("merged"), options_of({}, store)).written);
        }
}

TEST_CASE("shards: with photos that can't be read the tiles are those of a library built whole") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 6);
    test::write_file(photos + "/0015.png", "no picture");
    const auto all = photos_in(photos);
    build_library(all, folder.path("whole"), options_of({}, "lmdb"));
    merge_libraries(build_shards(folder, all, 3), folder.path("merged"));
    StoreInfo merged = open_store(folder.path("merged"))->info();
    const StoreInfo whole = open_store(folder.path("whole"))->info();
    CHECK(merged.inputs == Digest{});
    merged.inputs = whole.inputs;
    CHECK(merged == whole);
}

TEST_CASE("shards: brought up to date they take over what they have") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 10);
    build_shards(folder, photos_in(photos), 2);
    test::noise(40, 30, 99).pngsave((photos + "/zzz.png").c_str());
    test::noise(40, 30, 98).pngsave((photos + "/zzy.png").c_str());
    const auto all = photos_in(photos);
    BuildOptions options = options_of({1, 2}, "lmdb");
    const BuildReport first = update_library(all, folder.path("shard1"), options);
    CHECK(first.kept == 5);
    CHECK(first.added == 1);
    CHECK_FALSE(update_library(all, folder.path("shard1"), options).written);
    options.shard = {2, 2};
    const BuildReport second = update_library(all, folder.path("shard2"), options);
    CHECK(second.added == 2);
    CHECK(second.removed == 1); // it went to the other shard
    build_library(all, folder.path("whole"), options_of({}, "lmdb"));
    merge_libraries(std::vector{folder.path("shard2"), folder.path("shard1")},
                    folder.path("merged"));
    const bool same =
        test::read_file(folder.path("merged")) == test::read_file(folder.path("whole"));
    CHECK(same);
}

TEST_CASE("shards: missing ones may come, doubled ones and those of other photos won't fit") {
    const TemporaryFolder folder;
    const std::string photos = test::make_photos(folder, "photos", 10);
    auto libraries = build_shards(folder, photos_in(photos), 3);
    CHECK(merge_error(folder, {libraries[0], libraries[2]}) == ErrorCode::parts_missing);
    CHECK(merge_error(folder, {libraries[0]}) == ErrorCode::parts_missing);
    CHECK(merge_error(folder, {libraries[0], libraries[1], libraries[1], libraries[2]}) ==
          ErrorCode::parts_unfit);
    test::noise(40, 30, 99).pngsave((photos + "/zzz.png").c_str());
    update_library(photos_in(photos), libraries[2], options_of({3, 3}, "lmdb"));
    CHECK(merge_error(folder, libraries) == ErrorCode::parts_unfit);
}

TEST_CASE("shards: more of them than photos are refused; one of one is a library like any") {
    const TemporaryFolder folder;
    const auto photos = photos_in(test::make_photos(folder, "photos", 3));
    CHECK_THROWS_AS(build_library(photos, folder.path("x"), options_of({1, 4}, "lmdb")), Error);
    CHECK_THROWS_AS(build_library(photos, folder.path("x"), options_of({4, 3}, "lmdb")), Error);
    build_library(photos, folder.path("x"), options_of({1, 1}, "lmdb"));
    CHECK(open_store(folder.path("x"))->info().shard == Shard{});
}

} // namespace tessera
