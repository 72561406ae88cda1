#include "overview/map.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;

TEST_CASE("overview: px of a picture fit its longest side, its shape and its cells") {
    CHECK(px_within({4000, 3000}, 800, {128, 96}) == Grid{128, 96});
    CHECK(px_within({4000, 3000}, 100, {128, 96}) == Grid{100, 75});
    CHECK(px_within({3000, 4000}, 100, {96, 128}) == Grid{75, 100});
    CHECK(px_within({1'000'000, 10}, 100, {5000, 1}) == Grid{100, 1});
}

TEST_CASE("overview: a px holds the mean of its cells, and nothing where there is none") {
    CellMeans means({4, 2}, {2, 1});
    for (const auto &[cell, value] : {std::pair(0, 1.0), {1, 2.0}, {4, 6.0}})
        means.add(static_cast<std::uint64_t>(cell), value); // 5, at the same px, is left out
    CHECK(means.at(0) == 3.0);
    CHECK_FALSE(means.at(1));
    means.add(7, 5.0);
    CHECK(means.at(1) == 5.0);
}

TEST_CASE("overview: colours lie between those of a scale, and at its ends beyond it") {
    const std::vector<Rgb> scale = {{0, 0, 0}, {100, 200, 50}, {255, 255, 255}};
    CHECK(colour_at(scale, 0) == Rgb{0, 0, 0});
    CHECK(colour_at(scale, 0.25) == Rgb{50, 100, 25});
    CHECK(colour_at(scale, 0.5) == Rgb{100, 200, 50});
    CHECK(colour_at(scale, 1) == Rgb{255, 255, 255});
    CHECK(colour_at(scale, 7) == Rgb{255, 255, 255});
    CHECK(colour_at(scale, -1) == Rgb{0, 0, 0});
}

TEST_CASE("overview: the scales' lightness goes one way, so that they read in grey as well") {
    const auto luma = [](Rgb colour) {
        return 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue;
    };
    for (std::size_t i = 1; i < error_scale().size(); ++i)
        CHECK(luma(error_scale()[i]) < luma(error_scale()[i - 1]));
    for (std::size_t i = 1; i < use_scale().size(); ++i)
        CHECK(luma(use_scale()[i]) > luma(use_scale()[i - 1]));
}

TEST_CASE("overview: a map is a PNG of its colours, clear where nothing stands") {
    MapBuilder builder({3, 1}, {3, 1});
    builder.add(0, 2, 0);
    builder.add(2, 8, 1);
    const CellMap map = builder.build(use_scale(), 10);
    CHECK(map.least == 2);
    CHECK(map.mean == 5);
    CHECK(map.most == 8);
    const auto image =
        vips::VImage::new_from_buffer(map.picture.bytes.data(), map.picture.bytes.size(), "");
    const Rgb first = use_scale().front(), last = use_scale().back();
    CHECK(test::pixels_of(image) == std::vector<std::uint8_t>{first.red, first.green, first.blue,
                                                              255, 0, 0, 0, 0, last.red, last.green,
                                                              last.blue, 255});
}

} // namespace tessera
