#include <tessera/painter.hpp>

#include "support/images.hpp"

#include <tessera/compose.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

using Pixels = std::vector<std::uint8_t>;

/// Tiles in all orientations, some tinted, some enlarged, some cells empty.
Mosaic varied_mosaic(const TileLibrary &library, Grid grid) {
    std::mt19937 random(5);
    std::vector<Placement> cells(grid.cells());
    for (Placement &cell : cells) {
        cell.tile = static_cast<TileId>(random() % library.info().tiles);
        if (random() % 8 == 0)
            cell = Placement::empty();
        else if (random() % 3 == 0)
            cell.tint = {20, -30, 100};
        if (!cell.is_empty() && library.info().tile.width == library.info().tile.height)
            cell.orientation = static_cast<Orientation>(random() % 8);
        if (!cell.is_empty() && random() % 4 == 0)
            cell.block = {2, static_cast<std::uint8_t>(random() % 2), 1};
    }
    return Mosaic(grid, cells, library).with_background(Rgb{250, 128, 10});
}

Pixels draw(MosaicPainter &painter, const Patch &patch, Size size, const RunOptions &run = {}) {
    Pixels pixels(static_cast<std::size_t>(size.width * size.height * 3));
    const MutableImageView frame = mutable_view_of(pixels, size);
    fill(frame, {1, 2, 3});
    painter.draw({&patch, 1}, frame, run);
    return pixels;
}

/// All of a frame.
Box all_of(Size size) { return {0, 0, double(size.width), double(size.height)}; }

VImage image_of(const Pixels &pixels, Size size) {
    return {vips_image_new_from_memory_copy(pixels.data(), pixels.size(),
                                            static_cast<int>(size.width),
                                            static_cast<int>(size.height), 3, VIPS_FORMAT_UCHAR)};
}

double keys(double x) {
    x = std::abs(x);
    return x < 1   ? 1.5 * x * x * x - 2.5 * x * x + 1
           : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2
                   : 0;
}

/// One px of a frame by the formula, from all px of the whole mosaic that weigh in.
double by_formula(const Pixels &canvas, Size of, const Box &from, Size frame, int x, int y,
                  int band) {
    const double across = from.width / double(frame.width),
                 down = from.height / double(frame.height);
    const double u = from.left + (x + 0.5) * across - 0.5, v = from.top + (y + 0.5) * down - 0.5;
    const double wide = std::max(1.0, across), high = std::max(1.0, down);
    double sum = 0, weights = 0;
    for (int j = int(v - 2 * high) - 1; j <= v + 2 * high + 1; ++j)
        for (int i = int(u - 2 * wide) - 1; i <= u + 2 * wide + 1; ++i) {
            const double weight = keys((i - u) / wide) * keys((j - v) / high);
            const std::int64_t at = std::clamp<std::int64_t>(j, 0, of.height - 1) * of.width +
                                    std::clamp<std::int64_t>(i, 0, of.width - 1);
            sum += weight * canvas[static_cast<std::size_t>(at * 3 + band)];
            weights += weight;
        }
    return std::clamp(sum / weights, 0.0, 255.0);
}

} // namespace

TEST_CASE("painter: at the mosaic's own scale the px are those of the canvas") {
    const TemporaryFolder folder;
    for (const TileShape tile : {TileShape{16, 16}, TileShape{13, 7}, TileShape{1, 5}}) {
        const Mosaic mosaic = varied_mosaic(
            test::make_library(folder, 6, tile, std::to_string(tile.width) + ".tiles"), {9, 8});
        MosaicPainter painter(mosaic);
        const VImage canvas = compose(mosaic);
        CHECK(draw(painter, {all_of(mosaic.size()), all_of(mosaic.size())}, mosaic.size()) ==
              test::pixels_of(canvas));
        const int left = tile.width + tile.width / 2;
        CHECK(draw(painter, {{double(left), 3, 7, 20}, {0, 0, 7, 20}}, {7, 20}) ==
              test::pixels_of(canvas.extract_area(left, 3, 7, 20)));
    }
}

TEST_CASE("painter: reduced, it is the whole mosaic reduced by libvips") {
    const TemporaryFolder folder;
    const Mosaic mosaic = varied_mosaic(test::make_library(folder, 12, {16, 16}), {64, 48});
    MosaicPainter painter(mosaic);
    const VImage canvas = compose(mosaic).copy_memory();
    for (const int scale : {2, 4, 8, 16, 32, 64}) { // of 16 px tiles, 4 x 4 of them at the last
        CAPTURE(scale);
        const Size size{1024 / scale, 768 / scale};
        const VImage reduced =
            canvas.resize(1.0 / scale, VImage::option()->set("kernel", VIPS_KERNEL_CUBIC));
        // Both round each step to whole values, and to means of whole px in a different order.
        CHECK(test::psnr(image_of(draw(painter, {all_of(mosaic.size()), all_of(size)}, size), size),
                         reduced) > 40);
    }
}

TEST_CASE("painter: any part at any scale is what the formula makes of the whole mosaic") {
    const TemporaryFolder folder;
    std::mt19937 random(1);
    const auto part = [&] { return double(random()) / double(std::mt19937::max()); };
    for (const TileShape tile : {TileShape{16, 16}, TileShape{13, 7}}) {
        const Mosaic mosaic = varied_mosaic(
            test::make_library(folder, 6, tile, std::to_string(tile.width) + ".tiles"), {37, 41});
        MosaicPainter painter(mosaic);
        const Pixels canvas = test::pixels_of(compose(mosaic));
        const Size frame{24, 18}, of = mosaic.size();
        for (int i = 0; i < 12; ++i) {
            const double width = 4 * std::pow(double(of.width) / 4, part()), height = width * 0.75;
            const Box from{part() * (double(of.width) - width),
                           part() * (double(of.height) - std::min(height, double(of.height))),
                           width, std::min(height, double(of.height))};
            CAPTURE(width);
            const Pixels drawn = draw(painter, seen_through(from, of, frame), frame);
            double squares = 0;
            for (int y = 0; y < 18; ++y)
                for (int x = 0; x < 24; ++x)
                    for (int band = 0; band < 3; ++band) {
                        const double difference =
                            drawn[static_cast<std::size_t>((y * 24 + x) * 3 + band)] -
                            by_formula(canvas, of, from, frame, x, y, band);
                        squares += difference * difference;
                    }
            CHECK(10 * std::log10(255.0 * 255.0 / (squares / double(drawn.size()))) > 36);
        }
    }
}

TEST_CASE("painter: a zoom goes on evenly where it changes the tiles' size") {
    const TemporaryFolder folder;
    const Mosaic mosaic = varied_mosaic(test::make_library(folder, 12, {16, 16}), {64, 64});
    MosaicPainter painter(mosaic);
    const Size size{32, 32};
    const auto at = [&](double scale) {
        const Box from{512 - 16 * scale, 512 - 16 * scale, 32 * scale, 32 * scale};
        return image_of(draw(painter, seen_through(from, mosaic.size(), size), size), size);
    };
    for (const double scale : {4.0, 8.0, 16.0, 32.0}) { // where levels change
        CAPTURE(scale);
        const double step = test::psnr(at(scale * 1.01), at(scale * 1.03));
        CHECK(test::psnr(at(scale * 0.99), at(scale * 1.01)) > step - 3);
    }
}

TEST_CASE("painter: a patch keeps to its place, shares the px at its edge and lets shine through") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    MosaicPainter painter(Mosaic::of_tiles({2, 1}, {no_tile, 0}, library)
                              .with_background(Rgb{100, 200, 50})); // cell 0 is of one colour
    Pixels pixels(6 * 4 * 3);
    const MutableImageView frame = mutable_view_of(pixels, {6, 4});
    fill(frame, {0, 0, 0});
    // Enlarged beyond its cell's own size, yet nothing of the next cell bleeds in.
    const Patch patch{{0, 0, 8, 8}, {1.5, -10, 3, 12.25}, 0.5};
    painter.draw({&patch, 1}, frame);
    const auto red = [&](std::size_t x, std::size_t y) { return int{pixels[(y * 6 + x) * 3]}; };
    CHECK(red(0, 0) == 0);
    CHECK(red(1, 0) == 25);
    CHECK(red(2, 0) == 50);
    CHECK(red(4, 1) == 25);
    CHECK(red(5, 1) == 0);
    CHECK(red(2, 2) == 13); // a quarter of it
    CHECK(red(2, 3) == 0);
}

TEST_CASE("painter: the same bytes on any number of threads, and with memory for nothing") {
    const TemporaryFolder folder;
    const Mosaic mosaic = varied_mosaic(test::make_library(folder, 6, {16, 16}), {50, 50});
    MosaicPainter one(mosaic), many(mosaic), poor(mosaic, {}, 0);
    for (const double width : {30.0, 200.0, 800.0, 3000.0}) {
        const Patch patch{{400 - width / 2, 400 - width / 2, width, width}, {-3, 2, 90, 70}};
        const Pixels expected = draw(one, patch, {80, 75}, {.threads = 1});
        CHECK(draw(many, patch, {80, 75}, {.threads = 5}) == expected);
        CHECK(draw(poor, patch, {80, 75}) == expected);
        CHECK(draw(poor, patch, {80, 75}) == expected);
    }
}

TEST_CASE("painter: transparent cells have the colour behind them") {
    const TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 1, {8, 8});
    MosaicPainter painter(
        Mosaic::of_tiles({2, 1}, {0, no_tile}, library).with_background(std::nullopt), {9, 8, 7});
    const Pixels drawn = draw(painter, {{8, 0, 8, 8}, {0, 0, 1, 1}}, {1, 1});
    CHECK(drawn == Pixels{9, 8, 7});
}

} // namespace tessera
