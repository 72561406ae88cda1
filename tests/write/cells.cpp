// What cells show besides whole tiles, in every format.

#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>
#include <tessera/writer.hpp>

#include <doctest/doctest.h>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

void enlarge_at(std::vector<Placement> &placements, int column, int row, int scale,
                Placement what) {
    for (int y = 0; y < scale; ++y)
        for (int x = 0; x < scale; ++x) {
            what.block = {static_cast<std::uint8_t>(scale), static_cast<std::uint8_t>(x),
                          static_cast<std::uint8_t>(y)};
            placements[static_cast<std::size_t>((row + y) * 20 + column + x)] = what;
        }
}

/// 20 x 16 cells with tiles at all three sizes, some of them turned and tinted.
Mosaic with_enlarged(const TileLibrary &library) {
    std::vector<Placement> placements(std::size_t{20} * 16);
    for (std::size_t i = 0; i < placements.size(); ++i)
        placements[i].tile = static_cast<TileId>(i * i % library.info().tiles);
    enlarge_at(placements, 0, 0, 4, {3});
    enlarge_at(placements, 16, 12, 4, {3, Orientation::turned_180});
    enlarge_at(placements, 8, 4, 4, {1, Orientation::mirrored, {30, -30, 0}});
    enlarge_at(placements, 4, 2, 2, {3});
    enlarge_at(placements, 6, 2, 2, {3});
    enlarge_at(placements, 12, 8, 2, {2, Orientation::flipped});
    return {{20, 16}, placements, library};
}

/// Written there, and read again.
VImage written(const Mosaic &mosaic, const std::string &target, const std::string &writer) {
    const WriteReport report =
        write(mosaic, parse_target(target), {.replace = true, .writer = writer});
    return VImage::new_from_source(vips::VSource::new_from_file(report.path.c_str()), "");
}

/// Composed or through the canvas: the same pixels. JPEG's are those of libjpeg in both.
void check_all_formats(const Mosaic &mosaic, const TemporaryFolder &folder) {
    const auto expected = test::pixels_of(compose(mosaic));
    for (const char *name : {"x.png", "x.tif", "x.tif[pyramid]", "x.tif[pyramid=ome]"}) {
        CAPTURE(name);
        CHECK((test::pixels_of(written(mosaic, folder.path(name), "composed")) == expected));
    }
    CHECK((test::pixels_of(written(mosaic, folder.path("y.png"), "canvas")) == expected));
    CHECK(
        (test::pixels_of(written(mosaic, folder.path("y.webp[lossless]"), "canvas")) == expected));
    CHECK((test::pixels_of(written(mosaic, folder.path("x.jpg"), "composed")) ==
           test::pixels_of(written(mosaic, folder.path("y.jpg"), "canvas"))));
}

void check_threads(const Mosaic &mosaic, const TemporaryFolder &folder) {
    for (const char *name : {"x.png", "x.jpg", "x.tif[pyramid]", "x.webp"}) {
        CAPTURE(name);
        const Target target = parse_target(folder.path(name));
        write(mosaic, target, {.replace = true}, {.threads = 1});
        const std::string expected = test::read_file(target.path);
        for (const int threads : {2, 7}) {
            write(mosaic, target, {.replace = true}, {.threads = threads});
            CHECK((test::read_file(target.path) == expected));
        }
    }
}

} // namespace

TEST_CASE("write: enlarged tiles are the canvas's in every format, at any number of threads") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{32, 32}, TileShape{48, 16}}) {
        CAPTURE(tile.width);
        const Mosaic mosaic = with_enlarged(
            test::make_library(folder, 4, tile, std::to_string(tile.width) + ".tiles"));
        CHECK((test::pixels_of(compose(mosaic)) ==
               test::pixels_of(compose(mosaic, Assembly::arrayjoin))));
        check_all_formats(mosaic, folder);
        check_threads(mosaic, folder);
    }
}

TEST_CASE("write: enlarged tiles of odd shapes are the canvas's") {
    const TemporaryFolder folder;
    const Mosaic mosaic = with_enlarged(test::make_library(folder, 4, {13, 7}));
    const auto expected = test::pixels_of(compose(mosaic));
    for (const char *name : {"x.png", "x.tif", "x.tif[pyramid]"}) {
        CAPTURE(name);
        CHECK((test::pixels_of(written(mosaic, folder.path(name), "auto")) == expected));
    }
}

TEST_CASE("write: a pyramid halves enlarged tiles as it does any") {
    const TemporaryFolder folder;
    const Mosaic mosaic = with_enlarged(test::make_library(folder, 4, {32, 32}));
    static_cast<void>(written(mosaic, folder.path("x.tif[pyramid]"), "composed"));
    const VImage half =
        VImage::tiffload(folder.path("x.tif").c_str(), VImage::option()->set("page", 1));
    CHECK((half - compose(mosaic).shrink(2, 2)).abs().max() <= 1);
}

} // namespace tessera
