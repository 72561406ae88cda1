#include "image/tile/vary.hpp"

#include "support/images.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

using Pixels = std::vector<std::uint8_t>;

Pixels varied(const Pixels &pixels, TileShape shape, const std::vector<Drawn> &changes) {
    SplitMix random(1);
    return vary(pixels, shape, changes, random);
}

/// One px of a colour, changed.
Pixels colour(const Pixels &px, Change change, double value) {
    return varied(px, {1, 1}, {{change, value}});
}

Pixels pixels_of(const VImage &image) { return test::pixels_of(image); }

double psnr(const Pixels &a, const Pixels &b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(double(a[i]) - double(b[i]), 2);
    return 10 * std::log10(255.0 * 255.0 * double(a.size()) / sum);
}

} // namespace

TEST_CASE("vary: numbers that change nothing change nothing") {
    const Pixels tile = pixels_of(test::noise(13, 7, 1));
    CHECK(varied(tile, {13, 7}, {}) == tile);
    for (const auto &[change, value] : std::vector<Drawn>{{Change::rotate, 0},
                                                          {Change::hue, 0},
                                                          {Change::saturation, 1},
                                                          {Change::brightness, 1},
                                                          {Change::contrast, 1},
                                                          {Change::blur, 0},
                                                          {Change::sharpen, 0},
                                                          {Change::noise, 0}})
        CHECK(varied(tile, {13, 7}, {{change, value}}) == tile);
}

TEST_CASE("vary: flips and quarter turns are those of libvips") {
    const VImage tile = test::noise(9, 9, 2), oblong = test::noise(13, 7, 2);
    CHECK(varied(pixels_of(oblong), {13, 7}, {{Change::flip, 1}}) == pixels_of(oblong.fliphor()));
    CHECK(varied(pixels_of(oblong), {13, 7}, {{Change::rotate, 180}}) ==
          pixels_of(oblong.rot180()));
    CHECK(varied(pixels_of(tile), {9, 9}, {{Change::rotate, 90}}) == pixels_of(tile.rot90()));
    CHECK(varied(pixels_of(tile), {9, 9}, {{Change::rotate, -90}}) == pixels_of(tile.rot270()));
}

TEST_CASE("vary: turned by some degrees it is libvips' picture, without empty corners") {
    const VImage picture = test::gradient(200, 140);
    const double degrees = 20, angle = degrees * 3.14159265358979 / 180;
    const double enlarged = std::cos(angle) + std::sin(angle) * 200 / 140;
    const VImage turned =
        picture.similarity(VImage::option()->set("angle", degrees)->set("scale", enlarged));
    const VImage expected =
        turned.extract_area((turned.width() - 200) / 2, (turned.height() - 140) / 2, 200, 140);
    // Half a px of the gradient is a level: libvips' own borders lie there.
    CHECK(psnr(varied(pixels_of(picture), {200, 140}, {{Change::rotate, degrees}}),
               pixels_of(expected)) > 42);
}

TEST_CASE("vary: colours, worked by hand") {
    CHECK(colour({100, 200, 10}, Change::brightness, 1.5) == Pixels{150, 255, 15});
    CHECK(colour({100, 200, 10}, Change::contrast, 2) == Pixels{73, 255, 0});
    const auto grey = static_cast<std::uint8_t>(std::lround(.213 * 100 + .715 * 200 + .072 * 10));
    CHECK(colour({100, 200, 10}, Change::greyscale, 1) == Pixels{grey, grey, grey});
    CHECK(colour({100, 200, 10}, Change::saturation, 0) == Pixels{grey, grey, grey});
    CHECK(colour({90, 90, 90}, Change::hue, 77) == Pixels{90, 90, 90});
    // Half of the way to grey.
    CHECK(colour({100, 200, 10}, Change::saturation, 0.5) ==
          Pixels{static_cast<std::uint8_t>(std::lround((100 + 165.02) / 2)),
                 static_cast<std::uint8_t>(std::lround((200 + 165.02) / 2)),
                 static_cast<std::uint8_t>(std::lround((10 + 165.02) / 2))});
    // A turn of hues there and back.
    const Pixels there = colour({120, 130, 110}, Change::hue, 40);
    CHECK(there != Pixels{120, 130, 110});
    const Pixels back = colour(there, Change::hue, -40);
    for (std::size_t band = 0; band < 3; ++band)
        CHECK(std::abs(int(back[band]) - int(Pixels{120, 130, 110}[band])) <= 1);
}

TEST_CASE("vary: a blur is libvips' Gaussian, sharpening its contrary") {
    const VImage tile = test::noise(40, 30, 3);
    const VImage expected =
        tile.gaussblur(
                2, VImage::option()->set("precision", VIPS_PRECISION_FLOAT)->set("min_ampl", 0.01))
            .cast(VIPS_FORMAT_UCHAR);
    CHECK(psnr(varied(pixels_of(tile), {40, 30}, {{Change::blur, 2}}), pixels_of(expected)) > 45);
    const Pixels soft = pixels_of(test::noise(8, 6, 4).resize(5));
    const Pixels sharp = varied(soft, {40, 30}, {{Change::sharpen, 1}});
    const auto deviation = [](const Pixels &pixels) {
        const double mean =
            std::accumulate(pixels.begin(), pixels.end(), 0.0) / double(pixels.size());
        double sum = 0;
        for (const std::uint8_t value : pixels)
            sum += (value - mean) * (value - mean);
        return std::sqrt(sum / double(pixels.size()));
    };
    CHECK(deviation(sharp) > deviation(soft));
}

TEST_CASE("vary: noise has the deviation that was asked for, and depends on the seed alone") {
    const Pixels grey(std::size_t{100} * 100 * 3, 128);
    const Pixels noisy = varied(grey, {100, 100}, {{Change::noise, 10}});
    double sum = 0, squares = 0;
    for (const std::uint8_t value : noisy) {
        sum += value - 128.0;
        squares += (value - 128.0) * (value - 128.0);
    }
    CHECK(std::abs(sum / double(noisy.size())) < 0.3); // standard error: 10 / sqrt(30000) = 0.06
    CHECK(std::sqrt(squares / double(noisy.size())) == doctest::Approx(10).epsilon(0.03));
    CHECK(noisy == varied(grey, {100, 100}, {{Change::noise, 10}}));
    SplitMix other(2);
    CHECK(noisy != vary(grey, {100, 100}, std::vector<Drawn>{{Change::noise, 10}}, other));
}

TEST_CASE("vary: what is drawn lies in its range, and chances come true as often as they should") {
    SplitMix random(7);
    const auto wanted = parse_augmentations("flip=0.25,brightness=0.9..1.1,blur=2");
    int flips = 0;
    double least = 2, most = 0;
    for (int i = 0; i < 4000; ++i) {
        const auto drawn = draw(wanted, random);
        flips += drawn.front().change == Change::flip;
        const Drawn &brightness = drawn[drawn.size() - 2];
        CHECK(brightness.change == Change::brightness);
        least = std::min(least, brightness.value);
        most = std::max(most, brightness.value);
        CHECK(drawn.back().value == 2);
    }
    CHECK(flips == doctest::Approx(1000).epsilon(0.1)); // deviation: 27
    CHECK(least >= 0.9);
    CHECK(least < 0.905);
    CHECK(most <= 1.1);
    CHECK(most > 1.095);
}

} // namespace tessera
