#include "support/images.hpp"

#include <tessera/compose.hpp>
#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <utility>

namespace tessera {

TEST_CASE("draw: a rectangle equals that part of the whole, at any stride") {
    const test::TemporaryFolder folder;
    const TileLibrary library = test::make_library(folder, 3, {16, 12});
    const Mosaic mosaic =
        Mosaic::of_tiles({4, 3}, {0, 1, 2, 2, 1, 0, 0, 0, 1, 2, no_tile, 1}, library)
            .with_background(std::nullopt);
    const vips::VImage canvas = compose(mosaic);
    const Rect area{13, 5, 41, 30};
    const auto expected =
        test::pixels_of(canvas.extract_area(area.left, area.top, area.width, area.height));
    const std::size_t row = 41 * 4, stride = row + 9;
    std::vector<std::uint8_t> memory(29 * stride + row, 77);
    draw(canvas, area, {memory.data(), 41, 30, 4, stride}, {});
    for (std::size_t y = 0; y < 30; ++y) {
        CHECK(std::equal(&memory[y * stride], &memory[y * stride] + row, &expected[y * row]));
        if (y < 29)
            CHECK(memory[y * stride + row] == 77);
    }
}

TEST_CASE("draw: a stride of 0 stands for packed rows") {
    const test::TemporaryFolder folder;
    const Mosaic mosaic = Mosaic::of_tiles({2, 1}, {0, 1}, test::make_library(folder, 2, {16, 16}));
    const vips::VImage canvas = compose(mosaic);
    std::vector<std::uint8_t> memory(7 * 9 * 3);
    draw(canvas, {11, 3, 9, 7}, {memory.data(), 9, 7}, {});
    CHECK(memory == test::pixels_of(canvas.extract_area(11, 3, 9, 7)));
    CHECK_THROWS_AS(draw(canvas, {11, 3, 9, 7}, {memory.data(), 9, 6}, {}), Error);
}

TEST_CASE("draw: what doesn't fit is an error, a stop is a stop") {
    const test::TemporaryFolder folder;
    const Mosaic mosaic = Mosaic::of_tiles({2, 1}, {0, 1}, test::make_library(folder, 2, {16, 16}));
    const vips::VImage canvas = compose(mosaic);
    std::vector<std::uint8_t> memory(32 * 16 * 3);
    for (const Rect &area : {Rect{-1, 0, 5, 5}, Rect{0, 0, 33, 16}, Rect{31, 0, 2, 1},
                             Rect{0, 0, 0, 5}, Rect{2'000'000'000, 0, 2'000'000'000, 1}})
        CHECK_THROWS_WITH_AS(draw(canvas, area, {memory.data(), area.width, area.height, 3, 0}, {}),
                             doctest::Contains("rectangle"), Error);
    const Rect whole{0, 0, 32, 16};
    for (const MutableImageView &view :
         {MutableImageView{memory.data(), 32, 16, 3, 95}, MutableImageView{memory.data(), 32, 15},
          MutableImageView{memory.data(), 31, 16}, MutableImageView{memory.data(), 32, 16, 4},
          MutableImageView{nullptr, 32, 16}})
        CHECK_THROWS_AS(draw(canvas, whole, view, {}), Error);
    CHECK_THROWS_AS(draw(canvas, {0, 0, 1, 3}, {memory.data(), 1, 3, 3, std::size_t{1} << 63}, {}),
                    Error);
    std::stop_source stop;
    stop.request_stop();
    try {
        draw(canvas, whole, {memory.data(), 32, 16, 3, 96}, {.cancel = stop.get_token()});
        FAIL("not cancelled");
    } catch (const Error &error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
}

} // namespace tessera
