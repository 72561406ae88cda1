#include "sequence/animation/palette.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
namespace {

/// As many colours as px, in one line.
std::vector<std::uint8_t> colours(int count, int channels) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < count; ++i)
        for (int channel = 0; channel < channels; ++channel)
            pixels.push_back(
                static_cast<std::uint8_t>(channel == 3 ? 255 : i * (2 * channel + 1) + i / 256));
    return pixels;
}

/// The picture that a palette stands for, as RGB; transparent px are 1, 2, 3.
std::vector<std::uint8_t> shown(const IndexedFrame &frame) {
    std::vector<std::uint8_t> pixels;
    for (const std::uint8_t index : frame.indices)
        for (int channel = 0; channel < 3; ++channel)
            pixels.push_back(
                index == frame.transparent
                    ? static_cast<std::uint8_t>(channel + 1)
                    : frame.palette[std::size_t{index} * 3 + static_cast<std::size_t>(channel)]);
    return pixels;
}

} // namespace

TEST_CASE("palette: 256 colours are kept exactly, and 257 are too many") {
    const auto most = colours(256, 3), more = colours(257, 3);
    const auto indexed = index_exactly(view_of(most, {256, 1}, 3));
    REQUIRE(indexed);
    CHECK(shown(*indexed) == most);
    CHECK_FALSE(indexed->transparent);
    CHECK_FALSE(index_exactly(view_of(more, {257, 1}, 3)));
}

TEST_CASE("palette: what is transparent takes one place, whatever its colour") {
    auto pixels = colours(256, 4);
    pixels[3] = 127;
    pixels[7] = 0;
    const auto indexed = index_exactly(view_of(pixels, {256, 1}, 4));
    REQUIRE(indexed);
    REQUIRE(indexed->transparent);
    CHECK(indexed->palette.size() == 255 * 3);
    CHECK(shown(*indexed)[0] == 1);
    CHECK(shown(*indexed)[3] == 1);
    pixels[3] = pixels[7] = 128;
    CHECK_FALSE(index_exactly(view_of(pixels, {256, 1}, 4))->transparent);
}

TEST_CASE("palette: more colours become those that libvips finds") {
    const auto noise = test::pixels_of(test::gradient(64, 48));
    REQUIRE_FALSE(index_exactly(view_of(noise, {64, 48}, 3)));
    const IndexedFrame indexed = index_by_libvips(view_of(noise, {64, 48}, 3), "", 0, 7);
    CHECK(indexed.palette.size() <= 256 * 3);
    const auto close = shown(indexed);
    REQUIRE(close.size() == noise.size());
    double error = 0;
    for (std::size_t i = 0; i < noise.size(); ++i)
        error += std::abs(noise[i] - close[i]);
    CHECK(error / double(noise.size()) < 6); // a box of 1/256 of the colours of a plane
    CHECK(index_by_libvips(view_of(noise, {64, 48}, 3), "bitdepth=2", 0, 7).palette.size() <=
          4 * 3);
}

} // namespace tessera
