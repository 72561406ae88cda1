#include "image/codec/jpeg.hpp"

#include "support/images.hpp"
#include "support/jpegs.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

std::span<const std::uint8_t> bytes_of(const std::string &text) {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

VImage libvips_decodes(const std::string &jpeg, int shrink) {
    return VImage::jpegload_buffer(
        vips_blob_copy(jpeg.data(), jpeg.size()),
        VImage::option()->set("shrink", shrink)->set("access", VIPS_ACCESS_RANDOM));
}

/// The most that a part of the picture, decoded alone, differs from libvips' pixels.
double difference(const std::string &jpeg, int shrink, const Rect &part) {
    JpegDecoder decoder;
    const auto header = decoder.open(bytes_of(jpeg));
    REQUIRE(header);
    std::vector<std::uint8_t> pixels(std::size_t(part.width * part.height * header->bands));
    REQUIRE(decoder.decode(shrink, part, pixels));
    const VImage found = VImage::new_from_memory(pixels.data(), pixels.size(), part.width,
                                                 part.height, header->bands, VIPS_FORMAT_UCHAR);
    const VImage expected = libvips_decodes(jpeg, shrink);
    return (found - expected.extract_area(part.left, part.top, part.width, part.height))
        .abs()
        .max();
}

} // namespace

TEST_CASE("jpeg: every part of every kind has libvips' pixels, at every scale") {
    const VImage colour = test::noise(203, 101, 9), grey = test::noise(203, 101, 9, 1);
    const std::vector<std::string> kinds = {
        test::jpeg_of(colour),
        test::jpeg_of(colour, {.across = 2}),
        test::jpeg_of(colour, {.across = 2, .down = 2}),
        test::jpeg_of(colour, {.down = 2}),
        test::jpeg_of(colour, {.across = 2, .down = 2, .progressive = true}),
        test::jpeg_of(colour, {.rgb = true}),
        test::jpeg_of(colour, {.across = 2, .down = 2, .restart_rows = 1}),
        test::jpeg_of(grey),
        test::jpeg_of(grey, {.progressive = true}),
    };
    for (std::size_t kind = 0; kind < kinds.size(); ++kind)
        for (const int shrink : {1, 2, 4, 8}) {
            const int width = 203 / shrink, height = 101 / shrink;
            CAPTURE(kind);
            CAPTURE(shrink);
            CHECK(difference(kinds[kind], shrink, {0, 0, width, height}) == 0);
            CHECK(difference(kinds[kind], shrink, {width / 3, height / 4, width / 3, height / 2}) ==
                  0);
            CHECK(difference(kinds[kind], shrink, {width - 1, height - 1, 1, 1}) == 0);
        }
}

TEST_CASE("jpeg: CMYK and arithmetic coding are left to libvips") {
    JpegDecoder decoder;
    const std::string arithmetic = test::jpeg_of(test::noise(32, 32, 1), {.arithmetic = true});
    CHECK_FALSE(decoder.open(bytes_of(arithmetic)));
    const test::TemporaryFolder folder;
    test::solid(64, 64, {200, 60, 60})
        .icc_transform("cmyk", VImage::option()->set("input_profile", "srgb"))
        .write_to_file(folder.path("x.jpg").c_str());
    const std::string cmyk = test::read_file(folder.path("x.jpg"));
    CHECK_FALSE(decoder.open(bytes_of(cmyk)));
    const std::string plain = test::jpeg_of(test::noise(32, 32, 1));
    CHECK(decoder.open(bytes_of(plain))); // as good as new after what it didn't want
}

TEST_CASE("jpeg: what is cut short is not decoded, whichever part is asked for") {
    const VImage picture = test::noise(80, 160, 1);
    for (const bool progressive : {false, true}) {
        const std::string whole =
            test::jpeg_of(picture, {.across = 2, .down = 2, .progressive = progressive});
        for (std::size_t cut = 1; cut < 20; ++cut) {
            const std::string part = whole.substr(0, whole.size() * cut / 20);
            JpegDecoder decoder;
            std::vector<std::uint8_t> pixels(std::size_t{80} * 16 * 3);
            CHECK_FALSE(
                (decoder.open(bytes_of(part)) && decoder.decode(1, {0, 8, 80, 16}, pixels)));
        }
    }
}

TEST_CASE("jpeg: the header has EXIF data and a profile of several segments") {
    const std::string thumbnail = test::jpeg_of(test::gradient(16, 12));
    const std::string jpeg = test::with_exif(test::jpeg_of(test::gradient(32, 24)), 6, thumbnail);
    JpegDecoder decoder;
    const auto header = decoder.open(bytes_of(jpeg));
    REQUIRE(header);
    CHECK(header->width == 32);
    CHECK(header->height == 24);
    CHECK(header->bands == 3);
    const std::string exif = test::exif_data(6, thumbnail, false);
    CHECK(std::string(header->exif.begin(), header->exif.end()) == exif);
    CHECK(header->profile.empty());
}

} // namespace tessera
