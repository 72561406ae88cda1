#include <tessera/score.hpp>

#include "image/colour/lab.hpp"
#include "score/ssim.hpp"
#include "support/images.hpp"

#include <tessera/error.hpp>

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <random>

namespace tessera {
using namespace internal;
using test::TemporaryFolder;
namespace {

/// SSIM straight from its definition, window by window.
double ssim_by_definition(const std::vector<double> &a, const std::vector<double> &b, Grid parts) {
    std::array<double, 11> gauss{};
    double total = 0;
    for (int i = 0; i < 11; ++i)
        total += gauss[static_cast<std::size_t>(i)] = std::exp(-0.5 * (i - 5) * (i - 5) / 2.25);
    double sum = 0;
    int windows = 0;
    for (int band = 0; band < 3; ++band)
        for (int top = 0; top + 11 <= parts.rows; ++top)
            for (int left = 0; left + 11 <= parts.columns; ++left, ++windows) {
                double ux = 0, uy = 0, xx = 0, yy = 0, xy = 0;
                for (int j = 0; j < 11; ++j)
                    for (int i = 0; i < 11; ++i) {
                        const double w = gauss[static_cast<std::size_t>(i)] *
                                         gauss[static_cast<std::size_t>(j)] / (total * total);
                        const auto at = static_cast<std::size_t>(
                            ((top + j) * parts.columns + left + i) * 3 + band);
                        ux += w * a[at];
                        uy += w * b[at];
                        xx += w * a[at] * a[at];
                        yy += w * b[at] * b[at];
                        xy += w * a[at] * b[at];
                    }
                const double c1 = 2.55 * 2.55, c2 = 7.65 * 7.65;
                sum += (2 * ux * uy + c1) * (2 * (xy - ux * uy) + c2) /
                       ((ux * ux + uy * uy + c1) * (xx - ux * ux + yy - uy * uy + c2));
            }
    return sum / windows;
}

} // namespace

// Pairs 1, 7, 13, 17, 25 and 34 of the test data of Sharma, Wu, Dalal 2005, table 1.
TEST_CASE("score: CIEDE2000 agrees with its authors' test data") {
    struct Pair {
        Lab a, b;
        double difference;
    };
    const std::array<Pair, 6> pairs = {
        {{{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
         {{50, 0, 0}, {50, -1, 2}, 2.3669},
         {{50, -0.001, 2.49}, {50, 0.0009, -2.49}, 4.8045},
         {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
         {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
         {{2.0776, 0.0795, -1.135}, {0.9033, -0.0636, -0.5514}, 0.9082}}};
    for (const Pair &pair : pairs) {
        CHECK(std::abs(delta_e_2000(pair.a, pair.b) - pair.difference) < 5e-5);
        CHECK(std::abs(delta_e_2000(pair.b, pair.a) - pair.difference) < 5e-5);
    }
}

TEST_CASE("score: sRGB to CIELAB, values from IEC 61966-2-1 and CIE 15 by hand") {
    const std::array<double, 3> white = {255, 255, 255}, red = {255, 0, 0};
    CHECK(to_lab(white.data())[0] == doctest::Approx(100).epsilon(1e-4));
    CHECK(to_lab(red.data())[0] == doctest::Approx(53.24).epsilon(1e-3));
    CHECK(to_lab(red.data())[1] == doctest::Approx(80.09).epsilon(1e-3));
    CHECK(to_lab(red.data())[2] == doctest::Approx(67.20).epsilon(1e-3));
}

TEST_CASE("score: SSIM agrees with its definition") {
    std::mt19937 random(1);
    const Grid parts{19, 14};
    std::vector<double> a(parts.cells() * 3), b(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        a[i] = static_cast<double>(random() % 25500) / 100;
        b[i] = 0.7 * a[i] + 0.3 * static_cast<double>(random() % 256);
    }
    CHECK(*ssim(a, b, parts, 255) ==
          doctest::Approx(ssim_by_definition(a, b, parts)).epsilon(1e-6));
    CHECK(*ssim(a, a, parts, 255) == doctest::Approx(1));
    CHECK_FALSE(ssim(a, b, {26, 10}, 255));
}

TEST_CASE("score: a picture is exactly like itself") {
    const TemporaryFolder folder;
    test::gradient(120, 90).write_to_file(folder.path("x.png").c_str());
    const Source source = Source::open(folder.path("x.png"));
    const Score score = compare(source, source, {16, 12});
    for (const Likeness &likeness :
         {score.near_srgb, score.near_linear, score.far_srgb, score.far_linear}) {
        CHECK(std::isinf(likeness.psnr));
        CHECK(likeness.delta_e == 0);
        CHECK(*likeness.ssim == doctest::Approx(1));
    }
}

TEST_CASE("score: a known difference, worked by hand") {
    const TemporaryFolder folder;
    test::solid(60, 60, {100, 100, 100}).write_to_file(folder.path("a.png").c_str());
    test::solid(60, 60, {110, 110, 110}).write_to_file(folder.path("b.png").c_str());
    const Score score =
        compare(Source::open(folder.path("a.png")), Source::open(folder.path("b.png")), {12, 12});
    CHECK(score.far_srgb.psnr == doctest::Approx(28.1308)); // 10 log10(255^2 / 10^2)
    CHECK(score.near_linear.psnr == doctest::Approx(28.1308));
    CHECK(score.far_srgb.delta_e_p95 == doctest::Approx(score.far_srgb.delta_e));
}

TEST_CASE("score: the source is cropped to the mosaic's shape, tiny grids have no SSIM") {
    const TemporaryFolder folder;
    const vips::VImage middle = test::gradient(60, 60);
    test::solid(100, 60, {9, 9, 9})
        .insert(middle, 20, 0)
        .write_to_file(folder.path("s.png").c_str());
    middle.write_to_file(folder.path("m.png").c_str());
    const Score score =
        compare(Source::open(folder.path("s.png")), Source::open(folder.path("m.png")), {2, 2});
    CHECK(std::isinf(score.far_srgb.psnr));
    CHECK_FALSE(score.far_srgb.ssim);
    CHECK_THROWS_AS(static_cast<void>(compare(Source::open(folder.path("s.png")),
                                              Source::open(folder.path("m.png")), {16, 2})),
                    Error);
}

} // namespace tessera
