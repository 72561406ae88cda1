#include "image/memory_picture.hpp"

#include "support/images.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>
#include <memory>
#include <utility>

namespace tessera {
using namespace internal;
namespace {

std::vector<double> averages(const Source &source) {
    const Averaging wanted{{6, 4}};
    const Size size = source.size();
    return source
        .area_averages({0, 0, static_cast<int>(size.width), static_cast<int>(size.height)},
                       {&wanted, 1}, {}, "read")
        .front();
}

} // namespace

TEST_CASE("source from pixels: the same averages as from a file, of whichever bands and stride") {
    const test::TemporaryFolder folder;
    const int bands = 4;
    const vips::VImage picture = test::noise(45, 31, 7, bands);
    picture.write_to_file(folder.path("x.png").c_str());
    const std::vector<std::uint8_t> packed = test::pixels_of(picture);
    const Rgb background{9, 99, 200};
    const auto expected = averages(Source::open(folder.path("x.png"), background));

    const ImageView view{packed.data(), 45, 31, bands, 0};
    CHECK(averages(Source::from_pixels(view, {}, background)) == expected);
    CHECK(averages(Source::from_pixels(view, std::make_shared<int>(), background)) == expected);

    std::vector<std::uint8_t> spaced(31 * 200);
    for (std::size_t y = 0; y < 31; ++y)
        std::copy_n(&packed[y * 45 * bands], 45 * bands, &spaced[y * 200]);
    const Source apart = Source::from_pixels({spaced.data(), 45, 31, bands, 200},
                                             std::make_shared<int>(), background, "frame 7");
    std::ranges::fill(spaced, std::uint8_t{0}); // a copy was taken
    CHECK(averages(apart) == expected);
    CHECK(apart.size() == Size{45, 31});
    CHECK(apart.path() == "frame 7");
}

TEST_CASE("source from pixels: grey pictures are grey") {
    const std::vector<std::uint8_t> grey(12, 77);
    const auto found = averages(Source::from_pixels({grey.data(), 4, 3, 1, 0}));
    CHECK(found == std::vector<double>(6 * 4 * 3, 77.0));
}

TEST_CASE("source from pixels: what is viewed lives exactly as long as the sources of it") {
    const std::vector<std::uint8_t> pixels(4 * 3 * 3, 1);
    auto owner = std::make_shared<int>();
    {
        const Source source = Source::from_pixels({pixels.data(), 4, 3, 3, 0}, owner);
        const Source other = source;
        CHECK(owner.use_count() == 2);
        CHECK(averages(other).size() == 6 * 4 * 3);
    }
    CHECK(owner.use_count() == 1);
}

TEST_CASE("source from pixels: shapes that there aren't are errors that name the picture") {
    const std::vector<std::uint8_t> pixels(64);
    for (const ImageView &view :
         {ImageView{pixels.data(), 0, 3, 3, 0}, ImageView{pixels.data(), 4, -1, 3, 0},
          ImageView{pixels.data(), 4, 3, 5, 0}, ImageView{nullptr, 4, 3, 3, 0},
          ImageView{pixels.data(), 4, 3, 3, 11}})
        CHECK_THROWS_WITH_AS(static_cast<void>(Source::from_pixels(view, {}, {}, "camera")),
                             doctest::Contains("'camera'"), Error);
}

} // namespace tessera
