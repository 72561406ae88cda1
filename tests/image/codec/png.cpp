#include "image/codec/png.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>
#include <random>
#include <vips/vips8>

namespace tessera {
using namespace internal;
namespace {

std::vector<std::uint8_t> random_pixels(PictureShape shape) {
    std::mt19937 random(static_cast<unsigned>(shape.width));
    std::vector<std::uint8_t> pixels(shape.bytes());
    for (std::uint8_t &value : pixels)
        value = static_cast<std::uint8_t>(random());
    return pixels;
}

} // namespace

TEST_CASE("png: libvips reads the pixels that went in, with 1 to 4 bands") {
    for (int bands = 1; bands <= 4; ++bands)
        for (const PictureShape shape : {PictureShape{1, 1, bands}, PictureShape{1, 9, bands},
                                         PictureShape{37, 1, bands}, PictureShape{40, 30, bands}}) {
            CAPTURE(bands);
            const auto pixels = random_pixels(shape);
            const auto png = encode_png(pixels, shape);
            const auto image = vips::VImage::pngload_buffer(
                vips_blob_copy(png.data(), png.size()),
                vips::VImage::option()->set("fail_on", VIPS_FAIL_ON_WARNING));
            CHECK(image.bands() == bands);
            CHECK(image.format() == VIPS_FORMAT_UCHAR);
            CHECK(test::pixels_of(image) == pixels);
            std::vector<std::uint8_t> decoded(pixels.size());
            REQUIRE(decode_png(png, shape, decoded));
            CHECK(decoded == pixels);
        }
}

TEST_CASE("png: one that another program wrote anew in fewer colours is the same picture") {
    const auto image = test::solid(20, 10, {9, 9, 9});
    const vips::VImage grey = image.extract_band(0).copy(
        vips::VImage::option()->set("interpretation", VIPS_INTERPRETATION_B_W));
    const test::TemporaryFolder folder;
    grey.pngsave(folder.path("x.png").c_str());
    const std::string file = test::read_file(folder.path("x.png"));
    std::vector<std::uint8_t> pixels(600);
    REQUIRE(decode_png({reinterpret_cast<const std::uint8_t *>(file.data()), file.size()},
                       {20, 10, 3}, pixels));
    CHECK(pixels == test::pixels_of(image));
}

TEST_CASE("png: what is no PNG, cut, or of another size is refused") {
    constexpr PictureShape shape{16, 9};
    const auto png = encode_png(random_pixels(shape), shape);
    std::vector<std::uint8_t> pixels(shape.bytes());
    for (std::size_t length = 0; length + 16 < png.size(); length += 7)
        CHECK_FALSE(decode_png(std::span(png).first(length), shape, pixels));
    CHECK_FALSE(decode_png(png, {9, 16}, pixels));
}

} // namespace tessera
