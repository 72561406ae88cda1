#include "support/images.hpp"
#include "write/parts/header.hpp"
#include "write/parts/output.hpp"
#include "write/tiff/pyramid.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/writer.hpp>

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <random>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
namespace {

constexpr int tiles = 7;

/// Any tile, some of them turned or tinted, some cells empty.
Mosaic some_mosaic(const TileLibrary &library, Grid grid) {
    std::mt19937 random(grid.cells());
    std::vector<Placement> placements(grid.cells());
    for (Placement &placement : placements) {
        placement.tile = static_cast<TileId>(random() % library.info().tiles);
        placement.orientation = static_cast<Orientation>(random() % 4);
        if (random() % 4 == 0)
            placement.tint = {40, -40, 0};
        if (random() % 16 == 0)
            placement = Placement::empty();
    }
    return {grid, placements, library};
}

TileLibrary library_of(const TemporaryFolder &folder, TileShape tile) {
    const std::string name = std::to_string(tile.width) + ".tiles";
    return is_store(folder.path(name)) ? TileLibrary::open(folder.path(name))
                                       : test::make_library(folder, tiles, tile, name);
}

/// Makes all parts of an output such as "x.tif[pyramid]", by two threads.
std::vector<std::string> make_parts(const Mosaic &mosaic, const TemporaryFolder &folder,
                                    const std::string &output, int count,
                                    const std::string &writer = "auto") {
    const Target target = output;
    std::vector<std::string> parts;
    for (int index = 1; index <= count; ++index) {
        parts.push_back(folder.path(std::to_string(index) + "-of-" + std::to_string(count) + "-" +
                                    target.path + ".part"));
        write_part(mosaic, {parts.back(), target.options}, {index, count},
                   {.replace = true, .writer = writer}, {.threads = 2});
    }
    return parts;
}

std::string joined(const TemporaryFolder &folder, const std::vector<std::string> &parts,
                   const std::string &name) {
    join_parts(parts, folder.path("joined-" + name), {.replace = true});
    return test::read_file(folder.path("joined-" + name));
}

/// The parts' error, when they are joined.
Error join_error(const TemporaryFolder &folder, const std::vector<std::string> &parts) {
    const auto before = folder.listing();
    try {
        const std::string first = std::filesystem::path(parts.front()).stem().string();
        join_parts(parts, folder.path("joined-" + first));
    } catch (const Error &error) {
        CHECK(folder.listing() == before);
        return error;
    }
    FAIL("joined");
    return {ErrorCode::cancelled, ""};
}

bool says(const Error &error, const std::string &text) {
    return std::string(error.what()).find(text) != std::string::npos;
}

void change_byte(const std::string &path, std::size_t at) {
    std::string bytes = test::read_file(path);
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
    test::write_file(path, bytes);
}

} // namespace

TEST_CASE("join: parts of composed outputs make the very bytes of an undivided one") {
    const TemporaryFolder folder;
    for (const std::string output :
         {"x.png", "x.jpg", "x.jpg[Q=95]", "x.tif", "x.tif[compression=jpeg,pyramid]",
          "x.tif[pyramid=ome]", "x.tif[bigtiff=false,strip]"}) {
        const Target target = output;
        for (const TileShape tile : {TileShape{16, 16}, {48, 32}})
            for (const Grid grid : {Grid{1, 1}, {9, 5}, {60, 70}}) {
                const Mosaic mosaic = some_mosaic(library_of(folder, tile), grid);
                write(mosaic, {folder.path(target.path), target.options},
                      {.replace = true, .writer = "composed"});
                const std::string whole = test::read_file(folder.path(target.path));
                for (const int count : {1, 2, 3, 7, 30}) {
                    if (count > 7 && grid.rows > 7)
                        continue; // more shards than rows
                    CAPTURE(output);
                    CAPTURE(grid.rows);
                    CAPTURE(count);
                    const auto parts = make_parts(mosaic, folder, output, count);
                    const bool same = joined(folder, parts, target.path) == whole;
                    CHECK(same);
                }
            }
    }
}

TEST_CASE("join: parts of a canvas make its pixels, transparent ones too") {
    const TemporaryFolder folder;
    for (const bool alpha : {false, true}) {
        Mosaic mosaic = some_mosaic(library_of(folder, {13, 9}), {9, 5});
        if (alpha)
            mosaic = std::move(mosaic).with_background(std::nullopt);
        const auto expected = test::pixels_of(compose(mosaic));
        for (const int count : {1, 2, 3, 7}) {
            const auto parts = make_parts(mosaic, folder, "x.png[compression=1]", count, "canvas");
            static_cast<void>(joined(folder, parts, "x.png"));
            CHECK(test::pixels_of(vips::VImage::pngload(folder.path("joined-x.png").c_str())) ==
                  expected);
        }
    }
}

TEST_CASE("join: a pyramid of many drawn levels is the same however shards share its rows") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {40, 400}); // 6400 px high
    write(mosaic, folder.path("x.tif[pyramid]"));
    const std::string whole = test::read_file(folder.path("x.tif"));
    for (const int count : {2, 3, 13, 60}) {
        CAPTURE(count);
        const auto parts = make_parts(mosaic, folder, "x.tif[pyramid]", count);
        const bool same = joined(folder, parts, "x.tif") == whole;
        CHECK(same);
    }
}

TEST_CASE("pyramid: shards draw levels that have a row of tiles for each of them") {
    CHECK(levels_of_shards({4096, 4096}, 1) == 5);
    CHECK(levels_of_shards({4096, 4096}, 2) == 4);
    CHECK(levels_of_shards({4096, 4096}, 16) == 1);
    CHECK(levels_of_shards({4096, 4096}, 17) == 1);
    CHECK(levels_of_shards({4096, 4097}, 17) == 1);
    CHECK(levels_of_shards({4096, 4097}, 9) == 2);
}

TEST_CASE("join: a part is the same bytes at any number of threads, memory and time") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {60, 70});
    for (const std::string name : {"x.png.part", "x.jpg.part", "x.tif.part"}) {
        std::vector<std::string> found;
        for (const int threads : {1, 2, 7})
            for (const std::uint64_t memory : {1'000U, 100'000'000U}) {
                write_part(mosaic, {folder.path(name), ""}, {2, 3},
                           {.replace = true, .memory = memory}, {.threads = threads});
                found.push_back(test::read_file(folder.path(name)));
            }
        CHECK(std::ranges::count(found, found.front()) == 6);
    }
}

TEST_CASE("join: missing parts are named, as something that may get better") {
    const TemporaryFolder folder;
    auto parts = make_parts(some_mosaic(library_of(folder, {16, 16}), {9, 9}), folder, "x.png", 7);
    parts.erase(parts.begin() + 2, parts.begin() + 5);
    parts.erase(parts.begin());
    const Error error = join_error(folder, parts);
    CHECK(error.code() == ErrorCode::parts_missing);
    CHECK(says(error, "of 7 shards 1, 3 to 5 are missing"));
    parts.front() = folder.path("gone.part");
    CHECK(join_error(folder, parts).code() == ErrorCode::parts_missing);
    CHECK(says(join_error(folder, parts), "gone.part"));
}

TEST_CASE("join: doubled, foreign and damaged parts are all named, as what won't get better") {
    const TemporaryFolder folder;
    const TileLibrary library = library_of(folder, {16, 16});
    const Mosaic mosaic = some_mosaic(library, {9, 9});
    const auto good = make_parts(mosaic, folder, "x.png", 4);
    const auto refused = [&](const std::vector<std::string> &parts, const std::string &why) {
        const Error error = join_error(folder, parts);
        CHECK(error.code() == ErrorCode::parts_unfit);
        CHECK(says(error, why));
    };
    auto parts = good;
    parts.push_back(good[1]);
    refused(parts, "it is shard 2 like");

    parts = good;
    write_part(some_mosaic(library, {9, 8}), {folder.path("other.png.part"), ""}, {1, 4});
    parts[0] = folder.path("other.png.part");
    refused(parts, "other.png.part': it was made of another plan");
    write_part(mosaic, {folder.path("strip.png.part"), "strip"}, {1, 4});
    parts[0] = folder.path("strip.png.part");
    refused(parts, "it is of .png[strip] at 300 dpi, not of .png at 300 dpi");
    write_part(mosaic, {folder.path("five.png.part"), ""}, {1, 5});
    parts[0] = folder.path("five.png.part");
    refused(parts, "it is one of 5 shards, not of 4");
    parts[0] = folder.path("16.tiles");
    refused(parts, "it is no part");

    std::string bytes = test::read_file(good[0]);
    PartHeader header = *decode_part_header(
        {reinterpret_cast<const std::uint8_t *>(bytes.data()), part_header_bytes});
    header.info.version = "0.0.1";
    const auto changed = encode_part_header(header);
    parts[0] = folder.path("older.png.part");
    test::write_file(parts[0],
                     std::string(changed.begin(), changed.end()) + bytes.substr(part_header_bytes));
    refused(parts, "older.png.part': it was made by Tessera 0.0.1, and this is");
}

TEST_CASE("join: any changed or lost byte is found, and the part named") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {9, 9});
    for (const std::string output : {"x.png", "x.tif[pyramid]", "x.webp"}) {
        const auto parts = make_parts(mosaic, folder, output, 3);
        const std::string bytes = test::read_file(parts[1]);
        for (const std::size_t at : {std::size_t{0}, std::size_t{100}, std::size_t{4000},
                                     std::size_t{4095}, std::size_t{4096}, bytes.size() - 1}) {
            CAPTURE(at);
            change_byte(parts[1], at);
            const Error error = join_error(folder, parts);
            CHECK(error.code() == ErrorCode::parts_unfit);
            CHECK(says(error, parts[1]));
            change_byte(parts[1], at);
        }
        for (const std::size_t size : {std::size_t{0}, std::size_t{4096}, bytes.size() - 1}) {
            test::write_file(parts[1], bytes.substr(0, size));
            CHECK(join_error(folder, parts).code() == ErrorCode::parts_unfit);
        }
        test::write_file(parts[1], bytes + "x");
        CHECK(join_error(folder, parts).code() == ErrorCode::parts_unfit);
    }
}

TEST_CASE("part: it is told to be there only if it is the very one, and whole") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {9, 9});
    const Target target{folder.path("x.tif.part"), "pyramid"};
    const PartInfo info = describe_part(mosaic, target, {2, 3}, {});
    CHECK_FALSE(is_part(target.path, info));
    write_part(mosaic, target, {2, 3});
    CHECK(is_part(target.path, info));
    CHECK_FALSE(is_part(target.path, describe_part(mosaic, target, {1, 3}, {})));
    CHECK_FALSE(is_part(target.path, describe_part(mosaic, target, {2, 3}, {.dpi = 72})));
    change_byte(target.path, 5000);
    CHECK_FALSE(is_part(target.path, info));
    CHECK(read_part_info(target.path)->shard == Shard{2, 3});
    CHECK_FALSE(read_part_info(folder.path("16.tiles")));
}

TEST_CASE("part: a header round-trips, and no changed byte of it passes") {
    PartHeader header;
    header.info.version = version();
    header.info.shard = {3, 8};
    header.info.form = {{20, 10}, {128, 96}, true};
    header.info.suffix = ".tif";
    header.info.options = "pyramid";
    header.info.dpi = 72.5;
    header.sections = {1, 0, 1'000'000'000'000};
    auto bytes = encode_part_header(header);
    REQUIRE(bytes.size() == part_header_bytes);
    const auto found = decode_part_header(bytes);
    REQUIRE(found);
    CHECK(difference_of(found->info, header.info).empty());
    CHECK(found->info.shard == header.info.shard);
    CHECK(found->sections == header.sections);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] ^= 1;
        CHECK_FALSE(decode_part_header(bytes));
        bytes[i] ^= 1;
    }
    header.info.options = std::string(5000, 'x');
    CHECK_THROWS_AS(static_cast<void>(encode_part_header(header)), Error);
}

TEST_CASE("part: what can't be a part is refused before any work") {
    const TemporaryFolder folder;
    const Mosaic mosaic = some_mosaic(library_of(folder, {16, 16}), {9, 9});
    const auto before = folder.listing();
    for (const Shard shard : {Shard{0, 3}, {4, 3}, {1, 0}, {-1, -1}, {1, most_shards + 1}})
        CHECK_THROWS_AS(write_part(mosaic, {folder.path("x.png.part"), ""}, shard), Error);
    for (const char *name : {"x.png", "x.part", ".part", "x"})
        CHECK_THROWS_AS(write_part(mosaic, {folder.path(name), ""}, {1, 2}), Error);
    CHECK_THROWS_AS(write_part(mosaic, {folder.path("x.png.part"), "nonsense"}, {1, 2}), Error);
    CHECK(folder.listing() == before);
}

TEST_CASE("join: another suffix, options or an output that exists are refused") {
    const TemporaryFolder folder;
    const auto parts =
        make_parts(some_mosaic(library_of(folder, {16, 16}), {9, 9}), folder, "x.png", 2);
    const auto code = [&](const std::string &name) {
        try {
            join_parts(parts, folder.path(name));
        } catch (const Error &error) {
            return error.code();
        }
        return ErrorCode::cancelled;
    };
    CHECK(code("x.tif") == ErrorCode::invalid_argument);
    CHECK(code("x.png[strip]") == ErrorCode::invalid_argument);
    test::write_file(folder.path("x.png"), "mine");
    CHECK(code("x.png") == ErrorCode::write_failed);
    CHECK(test::read_file(folder.path("x.png")) == "mine");
    CHECK_THROWS_AS(join_parts({}, folder.path("y.png")), Error);
}

TEST_CASE("shard: shares are whole, in order, and differ by one at most") {
    for (const std::uint64_t total : {0U, 1U, 7U, 100U, 4'000'000'000U})
        for (const int count : {1, 3, 8, 1'000}) {
            std::uint64_t end = 0;
            for (int index = 1; index <= count; ++index) {
                const Range range = Shard{index, count}.of(total);
                CHECK(range.begin == std::exchange(end, range.end));
                const auto least = total / static_cast<unsigned>(count);
                CHECK(range.size() - least <= 1);
            }
            CHECK(end == total);
        }
}

} // namespace tessera
