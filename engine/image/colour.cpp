#include "image/colour.hpp"

#include "image/area.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace tessera {
namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr std::array<double, 3> d65 = {0.95047, 1.0, 1.08883}; // CIE 1931, 2 degrees

/// CIE 15:2004, 8.2.1.
double lab_curve(double t) {
    constexpr double delta = 6.0 / 29;
    return t > delta * delta * delta ? std::cbrt(t) : t / (3 * delta * delta) + 4.0 / 29;
}

/// The sRGB curve at even steps; straight lines between them are within 1e-7 of it.
class LinearLight {
  public:
    LinearLight() {
        for (std::size_t i = 0; i < curve_.size(); ++i)
            curve_[i] = to_linear(double(i) / steps);
    }
    /// value: 0 .. 255
    [[nodiscard]] double of(double value) const {
        const double at = value * (steps / 255.0);
        const auto step = static_cast<std::size_t>(at);
        return curve_[step] + (at - double(step)) * (curve_[step + 1] - curve_[step]);
    }

  private:
    static constexpr int steps = 2048;
    std::array<double, steps + 2> curve_{};
};

/// lab_curve(), all but the last digits: a third of the exponent is a first guess, and each of
/// Halley's steps trebles the digits that are right.
double rough_lab_curve(double t) {
    constexpr double delta = 6.0 / 29;
    constexpr std::uint64_t bias = 0x2a9f'8000'0000'0000; // the guess is right within 4 %
    double root = std::bit_cast<double>(std::bit_cast<std::uint64_t>(t) / 3 + bias);
    for (int step = 0; step < 2; ++step) {
        const double cube = root * root * root;
        root *= (cube + 2 * t) / (2 * cube + t);
    }
    return t > delta * delta * delta ? root : t / (3 * delta * delta) + 4.0 / 29;
}

/// curve: lab_curve() or one like it.
template <class Curve> Lab lab_of(double red, double green, double blue, Curve &&curve) {
    // IEC 61966-2-1, linear sRGB to CIE XYZ.
    const double x = curve((0.412453 * red + 0.357580 * green + 0.180423 * blue) / d65[0]);
    const double y = curve((0.212671 * red + 0.715160 * green + 0.072169 * blue) / d65[1]);
    const double z = curve((0.019334 * red + 0.119193 * green + 0.950227 * blue) / d65[2]);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double squared(double x) { return x * x; }

/// 0 .. 360 degrees; 0 for a grey.
double hue(double a, double b) {
    const double angle = std::atan2(b, a) / degree;
    return angle < 0 ? angle + 360 : angle;
}

/// Hue of the second colour seen from the first, -180 .. 180 degrees.
double hue_step(double h1, double h2) {
    const double step = h2 - h1;
    return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
}

/// Equation 14 of the source: the mean hue, on the shorter way round.
double mean_hue(double h1, double h2, bool grey) {
    if (grey)
        return h1 + h2;
    if (std::abs(h1 - h2) <= 180)
        return (h1 + h2) / 2;
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

/// x^7 / (x^7 + 25^7), under a root.
double chroma_share(double chroma) {
    const double c2 = chroma * chroma, c7 = c2 * c2 * c2 * chroma;
    return std::sqrt(c7 / (c7 + 6103515625.0));
}

} // namespace

Lab to_lab(const double *rgb) {
    return lab_of(to_linear(rgb[0] / 255), to_linear(rgb[1] / 255), to_linear(rgb[2] / 255),
                  lab_curve);
}

Lab to_lab_roughly(const double *rgb) {
    static const LinearLight light;
    return lab_of(light.of(rgb[0]), light.of(rgb[1]), light.of(rgb[2]), rough_lab_curve);
}

double delta_e_2000(const Lab &first, const Lab &second) {
    const auto [l1, a1, b1] = first;
    const auto [l2, a2, b2] = second;
    const double stretch = 1.5 - 0.5 * chroma_share((std::hypot(a1, b1) + std::hypot(a2, b2)) / 2);
    const double c1 = std::hypot(stretch * a1, b1), c2 = std::hypot(stretch * a2, b2);
    const double h1 = hue(stretch * a1, b1), h2 = hue(stretch * a2, b2);
    const bool grey = c1 * c2 == 0;

    const double step = grey ? 0 : hue_step(h1, h2);
    const double hue_difference = 2 * std::sqrt(c1 * c2) * std::sin(step / 2 * degree);
    const double lightness = (l1 + l2) / 2, chroma = (c1 + c2) / 2, h = mean_hue(h1, h2, grey);

    const double t = 1 - 0.17 * std::cos((h - 30) * degree) + 0.24 * std::cos(2 * h * degree) +
                     0.32 * std::cos((3 * h + 6) * degree) - 0.20 * std::cos((4 * h - 63) * degree);
    const double turn = 30 * std::exp(-squared((h - 275) / 25));
    const double from_middle = squared(lightness - 50);
    const double sl = 1 + 0.015 * from_middle / std::sqrt(20 + from_middle);
    const double sc = 1 + 0.045 * chroma, sh = 1 + 0.015 * chroma * t;
    const double dl = (l2 - l1) / sl, dc = (c2 - c1) / sc, dh = hue_difference / sh;
    const double rotation = -std::sin(2 * turn * degree) * 2 * chroma_share(chroma);
    return std::sqrt(std::max(0.0, dl * dl + dc * dc + dh * dh + rotation * dc * dh));
}

} // namespace tessera
