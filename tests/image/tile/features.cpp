#include "image/tile/features.hpp"

#include "support/images.hpp"

#include <bit>
#include <doctest/doctest.h>

namespace tessera {
using namespace internal;
using vips::VImage;
namespace {

TileFeatures features_of_picture(const VImage &picture) {
    const auto pixels = test::pixels_of(picture);
    return features_of(pixels, {picture.width(), picture.height()});
}

} // namespace

TEST_CASE("features: means are those of vips stats, of tiles and of their parts") {
    const auto mean_of = [](const VImage &image, int band) {
        return image.stats().getpoint(4, band + 1).front();
    };
    for (unsigned seed = 0; seed < 3; ++seed) {
        const VImage picture = test::noise(20, 12, seed);
        const TileFeatures features = features_of_picture(picture);
        for (int band = 0; band < 3; ++band) {
            const auto at = static_cast<std::size_t>(band);
            CHECK(features.mean[at] == mean_of(picture, band));
            for (int part = 0; part < 16; ++part)
                CHECK(features.parts[static_cast<std::size_t>(part) * 3 + at] ==
                      doctest::Approx(
                          mean_of(picture.extract_area(part % 4 * 5, part / 4 * 3, 5, 3), band)));
        }
    }
}

TEST_CASE("features: fingerprints tell which side of neighbouring parts is lighter") {
    const VImage ramp = (VImage::xyz(72, 64)[0] * 3).cast(VIPS_FORMAT_UCHAR);
    const VImage picture = VImage::bandjoin({ramp, ramp, ramp});
    CHECK(features_of_picture(picture).fingerprint == ~std::uint64_t{0});
    CHECK(features_of_picture(picture.fliphor()).fingerprint == 0);
    CHECK(features_of_picture(test::solid(72, 64, {9, 9, 9})).fingerprint == 0);
}

} // namespace tessera
