#include "base/hasher.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>
#include <tessera/library.hpp>
#include <tessera/maintain.hpp>
#include <tessera/select.hpp>

#include <doctest/doctest.h>
#include <filesystem>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
using test::TemporaryFolder;
namespace {

std::vector<std::string> names_of(const std::string &library) {
    const auto store = open_store(library);
    std::vector<std::string> names;
    for (TileId id = 0; id < store->info().tiles; ++id)
        names.push_back(store->record(id).name);
    return names;
}

/// Makes a library of a folder of photos, as a machine of its own would have it.
std::string library_of(const TemporaryFolder &folder, const std::string &photos) {
    BuildOptions options;
    options.tile.shape = {8, 6};
    build_library(find_photos({folder.path(photos)}), folder.path(photos + ".tiles"), options);
    return folder.path(photos + ".tiles");
}

std::uint64_t remove(const std::string &library, const std::vector<std::string> &words) {
    return remove_tiles(library, words);
}

} // namespace

TEST_CASE("library: tiles are told by name, id or glob, in that order") {
    const TemporaryFolder folder;
    test::make_photos(folder, "photos", 4);
    fs::create_directory(folder.path("photos/7"));
    fs::copy_file(folder.path("photos/002.png"), folder.path("photos/1.png"));
    fs::rename(folder.path("photos/002.png"), folder.path("photos/[x].png"));
    const auto store = open_store(library_of(folder, "photos"));
    // 000.png 001.png 003.png 1.png [x].png
    using Ids = std::vector<TileId>;
    CHECK(find_named_tiles(*store, "003.png") == Ids{2});
    CHECK(find_named_tiles(*store, "1") == Ids{1});
    CHECK(find_named_tiles(*store, "0*.png") == Ids{0, 1, 2});
    CHECK(find_named_tiles(*store, "[x].png") == Ids{4});
    CHECK(find_named_tiles(*store, "5").empty());
    CHECK(find_named_tiles(*store, "none").empty());
}

TEST_CASE("library: removed tiles are gone, and the rest is what a build of it would be") {
    const TemporaryFolder folder;
    test::make_photos(folder, "photos", 6);
    const std::string library = library_of(folder, "photos");
    CHECK(remove(library, {"004.png", "0", "00[12].png"}) == 4);
    CHECK(names_of(library) == std::vector<std::string>{"003.png", "005.png"});
    CHECK(verify_library(library).empty());
    CHECK_THROWS_WITH_AS(remove(library, {"003.png", "004.png"}), doctest::Contains("004.png"),
                         Error);
    CHECK_THROWS_WITH_AS(remove(library, {"*"}), doctest::Contains("none would be left"), Error);
    CHECK(remove_tiles(library, {"004.png"}, {.ignore_missing = true}) == 0);
    CHECK(names_of(library).size() == 2);
    // An update brings them back.
    BuildOptions options;
    options.tile.shape = {8, 6};
    CHECK(update_library(find_photos({folder.path("photos")}), library, options).added == 4);
}

TEST_CASE("library: merged libraries have each photo once, and each name once") {
    const TemporaryFolder folder;
    test::make_photos(folder, "a", 4);
    test::make_photos(folder, "b", 6); // the first four are those of a
    test::solid(9, 9, {1, 2, 3}).write_to_file(folder.path("b/001.png").c_str());
    const std::vector<std::string> paths = {library_of(folder, "a"), library_of(folder, "b")};
    const MergeReport report = merge_libraries(paths, folder.path("all"));
    CHECK(report.tiles == 7);
    CHECK(report.duplicates == 3);
    CHECK(report.renamed == 1);
    CHECK(names_of(folder.path("all")) == std::vector<std::string>{"000.png", "001.png", "002.png",
                                                                   "003.png", "001~2.png",
                                                                   "004.png", "005.png"});
    CHECK(verify_library(folder.path("all")).empty());
    const std::vector<std::string> again = {folder.path("all"), paths[1]};
    CHECK(merge_libraries(again, folder.path("all"), {.replace = true}).tiles == 7);
}

TEST_CASE("library: libraries of other tiles aren't merged") {
    const TemporaryFolder folder;
    static_cast<void>(test::make_library(folder, 2, {8, 6}, "a"));
    static_cast<void>(test::make_library(folder, 2, {8, 8}, "b"));
    const std::vector<std::string> paths = {folder.path("a"), folder.path("b")};
    CHECK_THROWS_WITH_AS(merge_libraries(paths, folder.path("all")), doctest::Contains("8 x 8"),
                         Error);
    CHECK_THROWS_AS(merge_libraries({folder.path("a")}, folder.path("all")), Error);
    CHECK_FALSE(fs::exists(folder.path("all")));
}

TEST_CASE("library: converted to any kind and back it is what it was") {
    const TemporaryFolder folder;
    static_cast<void>(test::make_library(folder, 9, {8, 6}, "first"));
    const auto first = open_store(folder.path("first"));
    for (const std::string &kind : store_kinds()) {
        CAPTURE(kind);
        convert_library(folder.path("first"), folder.path(kind), {.store = kind});
        const auto other = open_store(folder.path(kind));
        CHECK(other->info() == first->info());
        CHECK(other->features() == first->features());
        for (TileId id = 0; id < 9; ++id) {
            CHECK(other->record(id) == first->record(id));
            CHECK(load_picture(*other, id).pixels == load_picture(*first, id).pixels);
        }
        CHECK(verify_library(folder.path(kind)).empty());
        convert_library(folder.path(kind), folder.path("back"), {.store = "lmdb", .replace = true});
        CHECK(test::read_file(folder.path("back")) == test::read_file(folder.path("first")));
    }
}

TEST_CASE("library: verify names every damaged tile") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 9, {8, 6}, "whole");
    std::string bytes = test::read_file(folder.path("whole"));
    for (const TileId id : {2U, 7U}) {
        const Picture picture = load_picture(library.store(), id);
        const std::string pixels(picture.pixels.begin(), picture.pixels.end());
        bytes[bytes.find(pixels) + 5] ^= 16;
    }
    const std::string path = library.store().record(4).path;
    bytes[bytes.find(path) + 1] ^= 1;
    test::write_file(folder.path("damaged"), bytes);
    const auto damage = verify_library(folder.path("damaged"));
    REQUIRE(damage.size() == 3);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(damage[i].id == std::array{2U, 4U, 7U}[i]);
    CHECK(damage[0].name == "002.png");
    CHECK(damage[1].name.empty());
    // Those can be taken out.
    const std::vector<std::string> ids = {"2", "4", "7"};
    CHECK(remove_tiles(folder.path("damaged"), ids) == 3);
    CHECK(verify_library(folder.path("damaged")).empty());
}

TEST_CASE("library: verify finds features and digests that aren't those of the tiles") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 3, {8, 6}, "whole");
    auto features = library.store().features();
    std::swap(features[0], features[2]);
    const auto builder = create_store("lmdb", folder.path("swapped"), {8, 6}, false);
    for (TileId id = 0; id < 3; ++id)
        builder->copy(library.store(), id, features[id], library.store().record(id));
    builder->finish(library.info());
    const auto damage = verify_library(folder.path("swapped"));
    REQUIRE(damage.size() == 2);
    CHECK(damage[1].id == 2);
    const auto other = create_store("lmdb", folder.path("other"), {8, 6}, false);
    for (TileId id = 0; id < 2; ++id)
        other->copy(library.store(), id, library.store().features()[id],
                    library.store().record(id));
    other->finish(library.info());
    REQUIRE(verify_library(folder.path("other")).size() == 1);
    CHECK(verify_library(folder.path("other"))[0].whole);
}

TEST_CASE("library: single pictures and many go in and come out, with their labels") {
    for (const std::string &kind : store_kinds()) {
        const TemporaryFolder folder;
        std::vector<Picture> pictures(3);
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            const auto image = test::noise(3 + int(i), 2, unsigned(i), 3);
            pictures[i].pixels = test::pixels_of(image);
            pictures[i].record.shape = {3 + int(i), 2, 3};
            pictures[i].record.name = "picture";
        }
        pictures[1].record.label = "seven";
        pictures[2].record.label = std::int64_t{7};
        const std::string path = folder.path("lib");
        CHECK(store_pictures(std::span(pictures).first(1), path, {.kind = kind}) == 0);
        CHECK(store_pictures(std::span(pictures).subspan(1), path) == 1);
        const auto store = open_store(path);
        const auto found = load_pictures(*store, 0, 3);
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            CHECK(found[i].pixels == pictures[i].pixels);
            CHECK(found[i].record.label == pictures[i].record.label);
        }
        export_pictures(*store, folder.path("out/"));
        CHECK(fs::exists(folder.path("out/0002.png")));
        CHECK_THROWS_AS(export_pictures(*store, folder.path("out")), Error);
        pictures[0].pixels.pop_back();
        CHECK_THROWS_AS(store_pictures(pictures, path), Error);
    }
}

TEST_CASE("library: PNGs of 1 to 4 bands are read as they were written") {
    const TemporaryFolder folder;
    for (int bands = 1; bands <= 4; ++bands) {
        CAPTURE(bands);
        const std::string png = folder.path(std::to_string(bands) + ".png");
        const auto pixels = test::pixels_of(test::noise(6, 5, 1, bands));
        save_png(view_of(pixels, {6, 5}, bands), png, false);
        BuildOptions options;
        options.tile.shape = any_shape;
        const std::vector<Photo> photo = {{png, "x.png", {}}};
        update_library(photo, folder.path("lib"), options);
        const Picture found = load_picture(*open_store(folder.path("lib")), TileId(bands - 1));
        CHECK(found.record.shape == PictureShape{6, 5, bands});
        CHECK(found.pixels == pixels);
    }
}

} // namespace tessera
