#include <tessera/source.hpp>

#include "support/images.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <doctest/doctest.h>

namespace tessera {
using test::TemporaryFolder;
using vips::VImage;
namespace {

std::vector<double> averages(const Source &source, const Rect &area, Grid parts,
                             Transfer transfer = Transfer::srgb, const RunOptions &run = {}) {
    const Averaging wanted{parts, transfer};
    return source.area_averages(area, {&wanted, 1}, run, "read").front();
}

std::vector<double> averages(const Source &source, Grid parts) {
    const Size size = source.size();
    return averages(source, {0, 0, static_cast<int>(size.width), static_cast<int>(size.height)},
                    parts);
}

double largest_difference(const std::vector<double> &a, const std::vector<double> &b) {
    REQUIRE(a.size() == b.size());
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

} // namespace

TEST_CASE("source: all eight EXIF orientations give the upright picture's averages exactly") {
    const TemporaryFolder folder;
    const VImage upright = test::noise(53, 31, 5);
    upright.write_to_file(folder.path("upright.png").c_str());
    const Rect area{4, 3, 41, 26};
    const auto expected = averages(Source::open(folder.path("upright.png")), area, {7, 5});
    const auto more_than_px = averages(Source::open(folder.path("upright.png")), area, {70, 50});
    for (int orientation = 1; orientation <= 8; ++orientation) {
        CAPTURE(orientation);
        VImage stored = test::stored_as(upright, orientation).copy();
        stored.set(VIPS_META_ORIENTATION, orientation);
        stored.tiffsave(folder.path("stored.tif").c_str());
        const Source source = Source::open(folder.path("stored.tif"));
        CHECK(source.size() == Size{53, 31});
        CHECK(averages(source, area, {7, 5}) == expected);
        CHECK(averages(source, area, {70, 50}) == more_than_px);
    }
}

TEST_CASE("source: 16-bit, grey, palette, 1-bit and CMYK pictures come as sRGB") {
    const TemporaryFolder folder;
    const VImage picture = test::gradient(60, 40);
    picture.write_to_file(folder.path("plain.png").c_str());
    const auto expected = averages(Source::open(folder.path("plain.png")), {6, 4});

    SUBCASE("16-bit RGB") {
        picture.colourspace(VIPS_INTERPRETATION_RGB16).write_to_file(folder.path("x.png").c_str());
        CHECK(largest_difference(averages(Source::open(folder.path("x.png")), {6, 4}), expected) <=
              1);
    }
    SUBCASE("CMYK") {
        // Colours that ink can print; an inverted picture would be off by far more.
        const VImage printable = (picture * 0.3 + 90).cast(VIPS_FORMAT_UCHAR);
        printable.write_to_file(folder.path("y.png").c_str());
        printable.icc_transform("cmyk", VImage::option()->set("input_profile", "srgb"))
            .write_to_file(folder.path("x.tif").c_str());
        CHECK(largest_difference(averages(Source::open(folder.path("x.tif")), {6, 4}),
                                 averages(Source::open(folder.path("y.png")), {6, 4})) <= 20);
    }
    SUBCASE("grey") {
        picture.colourspace(VIPS_INTERPRETATION_B_W).write_to_file(folder.path("x.png").c_str());
        const auto found = averages(Source::open(folder.path("x.png")), {6, 4});
        REQUIRE(found.size() == expected.size());
        CHECK(found[0] == found[1]);
        CHECK(found[1] == found[2]);
    }
    SUBCASE("1-bit") {
        (VImage::xyz(64, 8)[0] < 32)
            .pngsave(folder.path("x.png").c_str(),
                     VImage::option()->set("palette", true)->set("bitdepth", 1));
        CHECK(averages(Source::open(folder.path("x.png")), {2, 1}) ==
              std::vector<double>{255, 255, 255, 0, 0, 0});
    }
    SUBCASE("float is linear light") {
        picture.colourspace(VIPS_INTERPRETATION_scRGB).write_to_file(folder.path("x.tif").c_str());
        CHECK(largest_difference(averages(Source::open(folder.path("x.tif")), {6, 4}), expected) <=
              1);
    }
}

TEST_CASE("source: an embedded profile is honoured") {
    const TemporaryFolder folder;
    const VImage picture = test::gradient(60, 40) * 0.5 + 64;
    const VImage srgb = picture.cast(VIPS_FORMAT_UCHAR);
    srgb.write_to_file(folder.path("srgb.png").c_str());
    srgb.icc_transform("p3", VImage::option()->set("input_profile", "srgb"))
        .write_to_file(folder.path("p3.png").c_str());
    const auto expected = averages(Source::open(folder.path("srgb.png")), {6, 4});
    CHECK(largest_difference(averages(Source::open(folder.path("p3.png")), {6, 4}), expected) <= 1);
}

TEST_CASE("source: transparent pixels show the background") {
    const TemporaryFolder folder;
    test::solid(8, 8, {10, 20, 30})
        .bandjoin(VImage::black(8, 8))
        .write_to_file(folder.path("x.png").c_str());
    CHECK(averages(Source::open(folder.path("x.png"), {255, 0, 9}), {1, 1}) ==
          std::vector<double>{255, 0, 9});
}

TEST_CASE("source: several averagings in one pass equal each alone") {
    const TemporaryFolder folder;
    test::noise(40, 30, 2).write_to_file(folder.path("x.png").c_str());
    const Source source = Source::open(folder.path("x.png"));
    const Rect area{0, 0, 40, 30};
    const std::vector<Averaging> wanted = {{{4, 3}, Transfer::srgb}, {{8, 6}, Transfer::linear}};
    const auto both = source.area_averages(area, wanted, {}, "read");
    CHECK(both[0] == averages(source, area, {4, 3}));
    CHECK(both[1] == averages(source, area, {8, 6}, Transfer::linear));
}

TEST_CASE("source: what a sink throws ends the pass and is thrown on") {
    const TemporaryFolder folder;
    test::noise(40, 300, 2).write_to_file(folder.path("x.png").c_str());
    int lines = 0;
    const AveragingSink sink{{{4, 300}}, [&](const PartLine &) {
                                 if (++lines == 100)
                                     throw Error(ErrorCode::unsupported, "enough");
                             }};
    CHECK_THROWS_WITH_AS(
        Source::open(folder.path("x.png")).stream_averages({0, 0, 40, 300}, {&sink, 1}, {}, "read"),
        "enough", Error);
    CHECK(lines == 100);
}

TEST_CASE("source: damaged pixels are an error that names the file, a stop is a stop") {
    const TemporaryFolder folder;
    test::noise(200, 200, 2).write_to_file(folder.path("x.jpg").c_str());
    const std::string whole = test::read_file(folder.path("x.jpg"));
    const Source source = Source::open(folder.path("x.jpg"));
    std::stop_source stop;
    stop.request_stop();
    try {
        averages(source, {0, 0, 200, 200}, {2, 2}, Transfer::srgb, {.cancel = stop.get_token()});
        FAIL("not cancelled");
    } catch (const Error &error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
    test::write_file(folder.path("cut.jpg"), whole.substr(0, whole.size() / 2));
    CHECK_THROWS_WITH_AS(averages(Source::open(folder.path("cut.jpg")), {2, 2}),
                         doctest::Contains("cut.jpg"), Error);
}

} // namespace tessera
