#include "image/colour/profile.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

std::vector<std::uint8_t> profile_of(const VImage &image) {
    std::size_t length = 0;
    const void *bytes = image.get_blob(VIPS_META_ICC_NAME, &length);
    return {static_cast<const std::uint8_t *>(bytes),
            static_cast<const std::uint8_t *>(bytes) + length};
}

} // namespace

TEST_CASE("profile: colours become those that libvips makes of them, up to rounding") {
    const VImage p3 =
        test::noise(40, 30, 3).icc_transform("p3", VImage::option()->set("input_profile", "srgb"));
    const auto transform = rgb_transform(profile_of(p3));
    REQUIRE(transform);
    auto pixels = test::pixels_of(p3);
    transform->apply(pixels);
    const auto expected =
        test::pixels_of(p3.icc_transform("srgb", VImage::option()->set("embedded", true)));
    REQUIRE(pixels.size() == expected.size());
    for (std::size_t i = 0; i < pixels.size(); ++i)
        REQUIRE(std::abs(pixels[i] - expected[i]) <= 2);
}

TEST_CASE("profile: what is no RGB profile asks for nothing") {
    const VImage cmyk =
        test::gradient(8, 8).icc_transform("cmyk", VImage::option()->set("input_profile", "srgb"));
    CHECK_FALSE(rgb_transform(profile_of(cmyk)));
    CHECK_FALSE(rgb_transform({}));
    const std::string junk = "not a profile";
    CHECK_FALSE(rgb_transform({reinterpret_cast<const std::uint8_t *>(junk.data()), junk.size()}));
}

TEST_CASE("profile: one is needed unless it is sRGB's own or doesn't fit") {
    VImage srgb =
        test::gradient(8, 8).icc_transform("srgb", VImage::option()->set("input_profile", "srgb"));
    CHECK_FALSE(needs_profile(srgb));
    VImage p3 =
        test::gradient(8, 8).icc_transform("p3", VImage::option()->set("input_profile", "srgb"));
    CHECK(needs_profile(p3));
    VImage unfit = test::gradient(8, 8);
    unfit.set(VIPS_META_ICC_NAME, static_cast<VipsCallbackFn>(nullptr), const_cast<char *>("junk"),
              4);
    CHECK_FALSE(needs_profile(unfit));
}

} // namespace tessera
