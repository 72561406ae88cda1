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

/// The same but for a frame of empty cells, and holes.
Mosaic with_empty(const TileLibrary &library, std::optional<Rgb> background) {
    const Mosaic full = with_enlarged(library);
    std::vector<Placement> placements;
    for (int row = 0; row < 16; ++row)
        for (int column = 0; column < 20; ++column) {
            const bool edge = row == 0 || row == 15 || column == 0 || column == 19;
            placements.push_back(edge || (row * 20 + column) % 7 == 0 ? Placement::empty()
                                                                      : full.at(row, column));
        }
    return Mosaic(full.grid(), placements, library).with_background(background);
}

/// Written there, and read again.
VImage written(const Mosaic &mosaic, const std::string &target, const std::string &writer) {
    const WriteReport report = write(mosaic, target, {.replace = true, .writer = writer});
    return VImage::new_from_source(vips::VSource::new_from_file(report.path.c_str()), "");
}

/// Composed or through the canvas: the same pixels. JPEG's are those of libjpeg in both.
void check_all_formats(const Mosaic &mosaic, const TemporaryFolder &folder) {
    const auto expected = test::pixels_of(compose(mosaic));
    for (const std::string name : {"x.png", "x.tif", "x.tif[pyramid]", "x.tif[pyramid=ome]"}) {
        CAPTURE(name);
        CHECK((test::pixels_of(written(mosaic, folder.path(name), "composed")) == expected));
    }
    CHECK((test::pixels_of(written(mosaic, folder.path("y.png"), "canvas")) == expected));
    CHECK(
        (test::pixels_of(written(mosaic, folder.path("y.webp[lossless]"), "canvas")) == expected));
    CHECK((test::pixels_of(written(mosaic, folder.path("x.jpg"), "composed")) ==
           test::pixels_of(written(mosaic, folder.path("y.jpg"), "canvas"))));
}

void check_threads(const Mosaic &mosaic, const TemporaryFolder &folder,
                   const std::vector<std::string> &names = {"x.png", "x.jpg", "x.tif[pyramid]",
                                                            "x.webp"}) {
    for (const std::string &name : names) {
        CAPTURE(name);
        const Target target = folder.path(name);
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

TEST_CASE("write: empty cells of a colour are the canvas's in every format") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{32, 32}, TileShape{48, 16}}) {
        CAPTURE(tile.width);
        const Mosaic mosaic =
            with_empty(test::make_library(folder, 4, tile, std::to_string(tile.width) + ".tiles"),
                       Rgb{255, 128, 0});
        check_all_formats(mosaic, folder);
        check_threads(mosaic, folder);
    }
}

TEST_CASE("write: a mosaic of empty cells alone") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {16, 16});
    const std::vector<TileId> none(std::size_t{20} * 16, no_tile);
    check_all_formats(Mosaic::of_tiles({20, 16}, none, library), folder);
}

TEST_CASE("write: transparent cells are alpha in formats that have it, and auto says why") {
    const TemporaryFolder folder;
    const Mosaic mosaic = with_empty(test::make_library(folder, 4, {16, 16}), std::nullopt);
    const auto expected = test::pixels_of(compose(mosaic));
    for (const std::string name :
         {"x.png", "x.tif", "x.tif[pyramid]", "x.webp[lossless]", "x.jp2[lossless]"}) {
        CAPTURE(name);
        const Target target = folder.path(name);
        const WriteReport report = write(mosaic, target, {.replace = true});
        CHECK(report.writer == "canvas");
        const bool composes = target.suffix() == ".png" || target.suffix() == ".tif";
        CHECK((report.reason.find("transparent") != std::string::npos) == composes);
        const VImage read =
            VImage::new_from_source(vips::VSource::new_from_file(target.path.c_str()), "")
                .copy_memory();
        CHECK(read.bands() == 4);
        if (target.suffix() != ".webp") // it keeps no colour where nothing is seen
            CHECK((test::pixels_of(read) == expected));
        CHECK((test::pixels_of(read.flatten()) == test::pixels_of(compose(mosaic).flatten())));
        CHECK((test::pixels_of(read[3]) == test::pixels_of(compose(mosaic)[3])));
    }
    check_threads(mosaic, folder, {"x.png", "x.tif[pyramid]", "x.webp"});
    write(mosaic, folder.path("x.dz[suffix=.png]"));
    const VImage zoomed = VImage::new_from_file(folder.path("x_files/9/0_0.png").c_str());
    CHECK(zoomed.bands() == 4);
    CHECK(test::pixels_of(zoomed.extract_area(0, 0, 100, 100)) ==
          test::pixels_of(compose(mosaic).extract_area(0, 0, 100, 100)));
}

TEST_CASE("write: formats without alpha refuse transparent cells before any work, with a remedy") {
    const TemporaryFolder folder;
    const MosaicForm form{{4, 4}, {16, 16}, true};
    for (const std::string name : {"x.jpg", "x.dz", "x.dz[suffix=.jpg]", "x.szi", "x.ppm",
                                   "x.tif[compression=jpeg]", "x.hdr"}) {
        CAPTURE(name);
        const Target target = folder.path(name);
        CHECK_THROWS_WITH_AS(check_output(target, form, {}),
                             doctest::Contains("give them a colour"), Error);
        CHECK_NOTHROW(check_output(target, {form.grid, form.tile}, {}));
    }
    for (const std::string name : {"x.png", "x.jpg", "x.tif"})
        CHECK_THROWS_WITH_AS(check_output(folder.path(name), form, {.writer = "composed"}),
                             doctest::Contains("transparent"), Error);
    for (const std::string name : {"x.png", "x.tif", "x.webp", "x.gif", "x.dz[suffix=.png]",
                                   "x.dz[overlap=0,suffix=.webp]", "x.v"})
        CHECK_NOTHROW(check_output(folder.path(name), form, {}));
}

TEST_CASE("write: enlarged tiles of odd shapes are the canvas's") {
    const TemporaryFolder folder;
    const Mosaic mosaic = with_enlarged(test::make_library(folder, 4, {13, 7}));
    const auto expected = test::pixels_of(compose(mosaic));
    for (const std::string name : {"x.png", "x.tif", "x.tif[pyramid]"}) {
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
