#include "image/tile/reduction_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tessera::internal {
namespace {

constexpr double lobes = 3;
constexpr double least_gap = 2; // factor that averaging leaves to the kernel

int results_of(int length, double factor) {
    return std::max(1, static_cast<int>(length / factor + 0.5));
}

int averaged_px(const Reduction &axis) {
    const double factor = double(axis.length) / results_of(axis.length, axis.factor);
    return std::max(1, static_cast<int>(factor / least_gap));
}

/// sin(pi x) sin(pi x / 3) / x^2 at x, x + step, x + 2 step ..., by turning instead of by sines.
class Kernel {
  public:
    Kernel(double x, double step)
        : x_(x), step_(step), sine_(std::sin(angle(x))), cosine_(std::cos(angle(x))),
          step_sine_(std::sin(angle(step))), step_cosine_(std::cos(angle(step))) {}

    double next() {
        const double sine = sine_, x = x_;
        x_ += step_;
        sine_ = sine * step_cosine_ + cosine_ * step_sine_;
        cosine_ = cosine_ * step_cosine_ - sine * step_sine_;
        if (std::abs(x) >= lobes)
            return 0;
        if (std::abs(x) < 1e-9)
            return std::numbers::pi * std::numbers::pi / lobes;
        return sine * sine * (3 - 4 * sine * sine) / (x * x); // sin 3a = 3 sin a - 4 sin^3 a
    }

  private:
    static double angle(double x) { return std::numbers::pi / lobes * x; }

    double x_, step_, sine_, cosine_, step_sine_, step_cosine_;
};

/// Whole numbers that add up to one exactly, so that what is of one colour stays so.
void round_weights(std::span<const double> exact, std::span<std::int16_t> rounded) {
    double sum = 0;
    for (const double weight : exact)
        sum += weight;
    int rest = ReductionWeights::weight_one;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        rounded[i] =
            static_cast<std::int16_t>(std::lrint(exact[i] / sum * ReductionWeights::weight_one));
        rest -= rounded[i];
    }
    auto &largest = *std::ranges::max_element(rounded);
    largest = static_cast<std::int16_t>(largest + rest);
}

} // namespace

AveragedAxis::AveragedAxis(const Reduction &axis)
    : px(averaged_px(axis)), length((axis.length + px - 1) / px), factor(axis.factor / px),
      left_out(axis.left_out / px) {}

double AveragedAxis::centre(int result) const { return (result + 0.5) * factor - 0.5 + left_out; }

int AveragedAxis::reach() const { return static_cast<int>(std::ceil(lobes * factor)); }

int AveragedAxis::first(int result) const {
    return static_cast<int>(std::floor(centre(result))) - reach() + 1;
}

int AveragedAxis::taps() const { return std::min(2 * reach(), length); }

int AveragedAxis::begin(int result) const { return std::clamp(first(result), 0, length - taps()); }

ReductionWeights weights_of(const Reduction &axis) {
    const AveragedAxis averaged(axis);
    const int reach = averaged.reach(), origin = averaged.begin(axis.first);
    ReductionWeights weights;
    weights.taps = static_cast<std::size_t>(averaged.taps());
    weights.values.resize(weights.taps * static_cast<std::size_t>(axis.count));
    std::vector<double> exact(weights.taps);
    for (int i = 0; i < axis.count; ++i) {
        const int result = axis.first + i, first = averaged.first(result);
        const int begin = averaged.begin(result);
        Kernel kernel((first - averaged.centre(result)) / averaged.factor, 1 / averaged.factor);
        std::ranges::fill(exact, 0.0);
        for (int px = first; px < first + 2 * reach; ++px) // beyond the edge is the edge again
            exact[static_cast<std::size_t>(std::clamp(px, 0, averaged.length - 1) - begin)] +=
                kernel.next();
        round_weights(exact,
                      std::span(weights.values)
                          .subspan(static_cast<std::size_t>(i) * weights.taps, weights.taps));
        weights.begin.push_back(static_cast<std::size_t>(begin - origin));
    }
    return weights;
}

Reduction Reduction::all(int length, double factor) {
    const int results = results_of(length, factor);
    return {length, factor, (length - results * factor) / 2, 0, results};
}

Interval Reduction::samples() const noexcept {
    const AveragedAxis averaged(*this);
    return {averaged.begin(first) * averaged.px,
            std::min((averaged.begin(first + count - 1) + averaged.taps()) * averaged.px, length)};
}

} // namespace tessera::internal
