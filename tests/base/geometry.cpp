#include <tessera/error.hpp>
#include <tessera/geometry.hpp>

#include <doctest/doctest.h>

namespace tessera {

TEST_CASE("geometry: a mosaic is columns x rows tiles large") {
    CHECK(mosaic_size({207, 292}, {128, 128}) == Size{26496, 37376});
    CHECK(mosaic_size({3, 5}, {16, 9}) == Size{48, 45});
}

TEST_CASE("geometry: absurd grids and tiles are refused before anything overflows") {
    for (const Grid grid : {Grid{0, 1}, Grid{1, 0}, Grid{-3, 4}, Grid{2'000'000'000, 1}})
        CHECK_THROWS_AS(static_cast<void>(mosaic_size(grid, {128, 128})), Error);
    CHECK_THROWS_AS(static_cast<void>(mosaic_size({1, 1}, {0, 128})), Error);
    CHECK_THROWS_AS(static_cast<void>(mosaic_size({1, 1}, {128, -1})), Error);
    CHECK(mosaic_size({max_side, 1}, {1, 1}).width == max_side);
}

TEST_CASE("geometry: the crop is central, has the mosaic's shape, and never leaves the picture") {
    CHECK(central_crop({1449, 2044}, {207, 292}, {128, 128}) == Rect{0, 0, 1449, 2044});
    CHECK(central_crop({400, 300}, {10, 10}, {8, 8}) == Rect{50, 0, 300, 300});
    CHECK(central_crop({300, 400}, {10, 10}, {8, 8}) == Rect{0, 50, 300, 300});
    CHECK(central_crop({100, 100}, {10, 10}, {16, 8}) == Rect{0, 25, 100, 50});
    CHECK(central_crop({1000, 1}, {1, 9}, {1, 1}) == Rect{499, 0, 1, 1});
}

TEST_CASE("geometry: rows are chosen so that the grid has the picture's shape") {
    CHECK(grid_across(200, {4000, 3000}, {128, 128}) == Grid{200, 150});
    CHECK(grid_across(200, {4000, 3000}, {64, 32}) == Grid{200, 300});
    CHECK(grid_across(1, {1000, 1}, {8, 8}) == Grid{1, 1});
    CHECK_THROWS_AS(static_cast<void>(grid_across(0, {10, 10}, {8, 8})), Error);
    CHECK(grid_of_about(10'000, {4000, 3000}, {128, 128}) == Grid{115, 86});
    CHECK(grid_of_about(10'000, {20, 10}, {128, 128}) == Grid{20, 10});
}

TEST_CASE("geometry: parts follow each other, cover all px, and differ by one px at most") {
    for (const auto &[length, parts] : {std::pair(10, 3), {7, 7}, {1449, 207}, {100, 1}}) {
        const auto intervals = split_evenly(5, length, parts);
        REQUIRE(intervals.size() == static_cast<std::size_t>(parts));
        int at = 5;
        for (const Interval &part : intervals) {
            CHECK(part.begin == at);
            CHECK(part.end - part.begin >= length / parts);
            CHECK(part.end - part.begin <= length / parts + 1);
            at = part.end;
        }
        CHECK(at == 5 + length);
    }
}

TEST_CASE("geometry: with more parts than px each part has the px that it lies on") {
    const std::vector<Interval> expected = {{0, 1}, {0, 1}, {1, 2}, {1, 2}};
    CHECK(split_evenly(0, 2, 4) == expected);
}

} // namespace tessera
