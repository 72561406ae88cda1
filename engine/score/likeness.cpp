#include "score/likeness.hpp"

#include "image/colour/lab.hpp"
#include "score/ssim.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace tessera::internal {
namespace {

constexpr double largest = 255.0;

double psnr(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum == 0 ? std::numeric_limits<double>::infinity()
                    : 10 * std::log10(largest * largest * static_cast<double>(a.size()) / sum);
}

/// Linear between the two nearest ranks. REQUIRES: not empty.
double percentile(std::vector<double> values, double share) {
    const double rank = share * static_cast<double>(values.size() - 1);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::ranges::nth_element(values, below);
    const auto above =
        below + 1 == values.end() ? below : std::min_element(below + 1, values.end());
    return std::lerp(*below, *above, rank - std::floor(rank));
}

std::vector<double> differences(std::span<const double> a, std::span<const double> b, int threads) {
    std::vector<double> result(a.size() / 3);
#pragma omp parallel for num_threads(threads)
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = delta_e_2000(to_lab(&a[3 * i]), to_lab(&b[3 * i]));
    return result;
}

} // namespace

Likeness likeness(std::span<const double> a, std::span<const double> b, Grid parts, int threads) {
    Likeness result;
    result.psnr = psnr(a, b);
    result.ssim = ssim(a, b, parts, largest);
    std::vector<double> each = differences(a, b, threads);
    double sum = 0;
    for (const double difference : each)
        sum += difference;
    result.delta_e = sum / static_cast<double>(each.size());
    result.delta_e_p95 = percentile(std::move(each), 0.95);
    return result;
}

} // namespace tessera::internal
