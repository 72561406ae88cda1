#include <tessera/overview.hpp>

#include "image/colour/lab.hpp"
#include "overview/photos.hpp"
#include "overview/variants.hpp"
#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
using vips::VImage;
namespace {

/// Tiles in all orientations that oblong ones can have, some of them tinted.
Mosaic random_mosaic(const TileLibrary &library, Grid grid, bool with_empty = false) {
    std::mt19937 random(5);
    std::vector<Placement> placements(grid.cells());
    for (Placement &placement : placements) {
        placement.tile = static_cast<TileId>(random() % library.info().tiles);
        placement.orientation = static_cast<Orientation>(random() % 4);
        if (random() % 3 == 0)
            placement.tint = {90, -60, 3};
        if (with_empty && random() % 5 == 0)
            placement = Placement::empty();
    }
    return {grid, placements, library};
}

VImage decoded(const EncodedImage &picture) {
    return VImage::new_from_buffer(picture.bytes.data(), picture.bytes.size(), "");
}

void check_same(const Likeness &a, const Likeness &b) {
    CHECK(a.psnr == doctest::Approx(b.psnr).epsilon(1e-6));
    CHECK(a.ssim.has_value() == b.ssim.has_value());
    CHECK(a.ssim.value_or(0) == doctest::Approx(b.ssim.value_or(0)).epsilon(1e-6));
    CHECK(a.delta_e == doctest::Approx(b.delta_e).epsilon(1e-6));
    CHECK(a.delta_e_p95 == doctest::Approx(b.delta_e_p95).epsilon(1e-6));
}

} // namespace

TEST_CASE("overview: scores are those that compare() gives the written mosaic") {
    const TemporaryFolder folder;
    test::gradient(301, 170).write_to_file(folder.path("s.png").c_str());
    const Source source = Source::open(folder.path("s.png"));
    for (const TileShape tile : {TileShape{16, 16}, TileShape{13, 7}})
        for (const bool with_empty : {false, true}) {
            const TileLibrary library = test::make_library(
                folder, 9, tile, std::to_string(tile.width) + std::to_string(with_empty));
            const Mosaic mosaic = random_mosaic(library, {14, 12}, with_empty);
            compose(mosaic).write_to_file(folder.path("m.png").c_str());
            const Score expected =
                compare(source, Source::open(folder.path("m.png")), mosaic.grid());
            const Overview seen = overview(mosaic, &source);
            const Score &score = seen.source.value().score.value();
            check_same(score.far_srgb, expected.far_srgb);
            check_same(score.far_linear, expected.far_linear);
            check_same(score.near_srgb, expected.near_srgb);
            check_same(score.near_linear, expected.near_linear);
            CHECK(seen.source->errors.mean > 0);
            if (!with_empty)
                CHECK(seen.source->errors.mean ==
                      doctest::Approx(score.far_srgb.delta_e).epsilon(1e-6));
        }
}

TEST_CASE("overview: the small mosaic is the large one, made smaller") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 9, {16, 12});
    const Mosaic mosaic = random_mosaic(library, {10, 8}, true);
    const std::vector<Averaging> wanted = {{{4, 3}, Transfer::srgb}};
    const auto means = variant_means(mosaic, wanted, {});
    const auto small = lay_out<float>(mosaic, means[0], {4, 3});
    const auto exact = test::pixels_of(
        compose(mosaic).cast(VIPS_FORMAT_FLOAT).shrink(4, 4).rint().cast(VIPS_FORMAT_UCHAR));
    REQUIRE(small.size() == exact.size());
    for (std::size_t i = 0; i < small.size(); ++i)
        CHECK(std::abs(small[i] - float(exact[i])) <= 0.5F);
    const Overview seen = overview(mosaic, nullptr, {.longest = 40});
    CHECK(seen.mosaic.size == Size{40, 24});
    CHECK(seen.mosaic.media_type == "image/jpeg");
    CHECK_FALSE(seen.source);
}

TEST_CASE("overview: a mosaic of more cells than px is drawn by their means") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 5, {8, 8});
    const Mosaic mosaic = random_mosaic(library, {300, 200});
    const Overview seen = overview(mosaic, nullptr, {.longest = 60, .longest_map = 30});
    CHECK(seen.mosaic.size == Size{60, 40});
    CHECK(seen.uses.picture.size == Size{30, 20});
    void *data = nullptr;
    std::size_t size = 0;
    compose(mosaic).shrink(40, 40).write_to_buffer(".jpg[Q=85]", &data, &size);
    const VImage expected = VImage::new_from_buffer(data, size, "").copy_memory();
    g_free(data);
    CHECK(test::psnr(decoded(seen.mosaic), expected) > 40); // shrink() rounds twice
}

TEST_CASE("overview: errors are the differences of cells and tiles, worked by hand") {
    const TemporaryFolder folder;
    test::solid(40, 20, {100, 100, 100})
        .insert(test::solid(20, 20, {200, 30, 30}), 20, 0)
        .write_to_file(folder.path("s.png").c_str());
    const Source source = Source::open(folder.path("s.png"));
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    const Mosaic mosaic = Mosaic::of_tiles({2, 1}, {0, no_tile}, library);
    const auto mean = library.store().features()[0].mean;
    const std::array<double, 3> grey = {100, 100, 100};
    const double expected = delta_e_2000(to_lab(mean.data()), to_lab(grey.data()));
    const Overview seen = overview(mosaic, &source);
    const CellMap &errors = seen.source.value().errors;
    CHECK(errors.least == doctest::Approx(expected).epsilon(1e-6));
    CHECK(errors.most == errors.least); // the empty cell doesn't count
    const auto pixels = test::pixels_of(decoded(errors.picture));
    CHECK(pixels[3] == 255);
    CHECK(pixels[7] == 0);
    CHECK(seen.source->picture.size == seen.mosaic.size);
}

TEST_CASE("overview: photos are counted whichever way they are laid") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 7, {8, 8});
    std::vector<Placement> cells = {
        {2}, {2}, {2, Orientation::flipped}, {2}, {4}, {5}, {5, Orientation::upright, {1, 1, 1}},
        {5}};
    cells.push_back(Placement::empty());
    const Mosaic mosaic({9, 1}, cells, library);
    CHECK(tile_uses(mosaic) == std::vector<std::uint64_t>{0, 0, 4, 0, 1, 3, 0});
    const Overview seen = overview(mosaic, nullptr, {.thumbnail = 4, .photos = 3});
    const auto ids = [](const std::vector<PhotoUse> &photos) {
        std::vector<TileId> result;
        for (const PhotoUse &photo : photos)
            result.push_back(photo.tile);
        return result;
    };
    CHECK(ids(seen.most_used) == std::vector<TileId>{2, 5});
    CHECK(ids(seen.least_used) == std::vector<TileId>{4});
    CHECK(ids(seen.never_used) == std::vector<TileId>{0, 1, 3});
    CHECK(seen.unused == 4);
    CHECK(seen.most_used[0].cells == 4);
    CHECK(seen.most_used[0].picture.size == Size{4, 4});
    CHECK(seen.uses.least == 1);
    CHECK(seen.uses.most == 4);
    CHECK(seen.uses.scale_end == 4);
}

TEST_CASE("overview: it is the same at any number of threads") {
    const TemporaryFolder folder;
    test::gradient(300, 200).write_to_file(folder.path("s.png").c_str());
    const Source source = Source::open(folder.path("s.png"));
    const Mosaic mosaic = random_mosaic(test::make_library(folder, 9, {16, 12}), {20, 15});
    const Overview one = overview(mosaic, &source, {}, {.threads = 1});
    const Overview many = overview(mosaic, &source, {}, {.threads = 5});
    CHECK(one.mosaic.bytes == many.mosaic.bytes);
    CHECK(one.source->picture.bytes == many.source->picture.bytes);
    CHECK(one.source->errors.picture.bytes == many.source->errors.picture.bytes);
    CHECK(one.uses.picture.bytes == many.uses.picture.bytes);
    CHECK(one.source->score->near_linear.delta_e == many.source->score->near_linear.delta_e);
}

TEST_CASE("overview: it can be cancelled") {
    const TemporaryFolder folder;
    std::stop_source stop;
    stop.request_stop();
    const Mosaic mosaic = random_mosaic(test::make_library(folder, 3, {8, 8}), {4, 4});
    CHECK_THROWS_AS(static_cast<void>(overview(mosaic, nullptr, {}, {0, stop.get_token(), {}})),
                    Error);
}

TEST_CASE("overview: any picture is made small, upright; what is none, is none") {
    const TemporaryFolder folder;
    vips::VImage wide = test::gradient(400, 200).copy();
    wide.set("orientation", 6);
    wide.write_to_file(folder.path("turned.jpg").c_str());
    const auto small = small_picture(folder.path("turned.jpg"), 100);
    REQUIRE(small);
    CHECK(small->size == Size{50, 100});
    CHECK(small->media_type == "image/jpeg");
    test::gradient(40, 20).write_to_file(folder.path("small.png").c_str());
    CHECK(small_picture(folder.path("small.png"), 100)->size == Size{40, 20});
    test::write_file(folder.path("text.png"), "text");
    CHECK_FALSE(small_picture(folder.path("text.png"), 100));
    CHECK_FALSE(small_picture(folder.path("none.png"), 100));
}

} // namespace tessera
