#include "image/colour.hpp"
#include "image/guard.hpp"
#include "image/session.hpp"
#include "score/ssim.hpp"

#include <tessera/error.hpp>
#include <tessera/score.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <spdlog/fmt/fmt.h>

namespace tessera {
namespace {

constexpr int near_parts = 4; ///< per cell and side
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
    std::ranges::sort(values);
    const double rank = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], rank - static_cast<double>(below));
}

Likeness likeness(std::span<const double> a, std::span<const double> b, Grid parts) {
    Likeness result;
    result.psnr = psnr(a, b);
    result.ssim = ssim(a, b, parts, largest);
    std::vector<double> differences(parts.cells());
    double sum = 0;
    for (std::size_t i = 0; i < differences.size(); ++i) {
        differences[i] = delta_e_2000(to_lab(&a[3 * i]), to_lab(&b[3 * i]));
        sum += differences[i];
    }
    result.delta_e = sum / static_cast<double>(differences.size());
    result.delta_e_p95 = percentile(std::move(differences), 0.95);
    return result;
}

void check_parts(const Source &mosaic, Grid parts) {
    const Size size = mosaic.size();
    if (parts.columns < 1 || parts.rows < 1 || size.width < parts.columns ||
        size.height < parts.rows)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has {} x {} px; {} x {} parts can't be told apart in it",
                                mosaic.path(), size.width, size.height, parts.columns, parts.rows));
}

} // namespace

Score compare(const Source &source, const Source &mosaic, Grid grid, const RunOptions &run) {
    start_libvips();
    const Size size = mosaic.size();
    const Grid near{grid.columns * near_parts, grid.rows * near_parts};
    check_parts(mosaic, near);
    const Rect whole{0, 0, static_cast<int>(size.width), static_cast<int>(size.height)};
    const Rect area = central_crop(source.size(), {1, 1}, {whole.width, whole.height});
    const std::array<Averaging, 4> wanted = {{{near, Transfer::srgb},
                                              {near, Transfer::linear},
                                              {grid, Transfer::srgb},
                                              {grid, Transfer::linear}}};
    const auto a = mosaic.area_averages(whole, wanted, run, "compare");
    const auto b = source.area_averages(area, wanted, run, "compare");
    const auto score = [&](std::size_t i) { return likeness(a[i], b[i], wanted[i].parts); };
    return {score(0), score(1), score(2), score(3)};
}

} // namespace tessera
