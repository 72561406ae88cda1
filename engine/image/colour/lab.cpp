#include "image/colour/lab.hpp"

#include "image/colour/area.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tessera::internal {
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
        const auto step = static_cast<std::size_t>(static_cast<int>(at));
        return curve_[step] + (at - double(step)) * (curve_[step + 1] - curve_[step]);
    }

  private:
    static constexpr int steps = 2048;
    std::array<double, steps + 2> curve_{};
};

/// One of Halley's steps towards the cube root: it trebles the digits that are right.
float nearer_root(float root, float t) {
    const float cube = root * root * root;
    return root * ((cube + 2 * t) / (2 * cube + t));
}

/// lab_curve() of each, all but the last digits. A cubic is a first guess of the root, within 10 %
/// of it. The line below a small value goes on from the root there: no branch, so that the compiler
/// works on several at a time.
void rough_lab_curve(std::span<float> values) {
    constexpr float delta = 6.0F / 29, least = delta * delta * delta;
    float *value = values.data();
    const std::size_t count = values.size();
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) {
        const float t = value[i] > least ? value[i] : least, below = value[i] - t;
        const float guess = 0.198045F + t * (2.98946F + t * (-4.81477F + t * 2.60566F));
        value[i] = nearer_root(nearer_root(guess, t), t) + below * (1 / (3 * delta * delta));
    }
}

/// IEC 61966-2-1, linear sRGB to CIE XYZ, each against the white.
std::array<double, 3> xyz_of(double red, double green, double blue) {
    return {(0.412453 * red + 0.357580 * green + 0.180423 * blue) * (1 / d65[0]),
            (0.212671 * red + 0.715160 * green + 0.072169 * blue) * (1 / d65[1]),
            (0.019334 * red + 0.119193 * green + 0.950227 * blue) * (1 / d65[2])};
}

/// x, y, z: of lab_curve(), or of one like it.
Lab lab_of(double x, double y, double z) { return {116 * y - 16, 500 * (x - y), 200 * (y - z)}; }

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
    const auto [x, y, z] =
        xyz_of(to_linear(rgb[0] / 255), to_linear(rgb[1] / 255), to_linear(rgb[2] / 255));
    return lab_of(lab_curve(x), lab_curve(y), lab_curve(z));
}

void to_lab_roughly(std::span<const double> rgb, std::span<Lab> labs) {
    static const LinearLight light;
    constexpr std::size_t at_once = 16;
    std::array<float, 3 * at_once> values;
    for (std::size_t first = 0; first < labs.size(); first += at_once) {
        const std::size_t count = std::min(at_once, labs.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            const double *colour = &rgb[(first + i) * 3];
            const auto xyz = xyz_of(light.of(colour[0]), light.of(colour[1]), light.of(colour[2]));
            for (std::size_t axis = 0; axis < 3; ++axis)
                values[i * 3 + axis] = static_cast<float>(xyz[axis]);
        }
        rough_lab_curve(std::span(values).first(count * 3));
        for (std::size_t i = 0; i < count; ++i)
            labs[first + i] =
                lab_of(double{values[i * 3]}, double{values[i * 3 + 1]}, double{values[i * 3 + 2]});
    }
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

} // namespace tessera::internal
