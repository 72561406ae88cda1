#include "score/ssim.hpp"

#include "image/guard.hpp"

#include <cmath>
#include <vector>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr int radius = 5;
constexpr int window = 2 * radius + 1;
constexpr double sigma = 1.5;
constexpr double k1 = 0.01, k2 = 0.03;

VImage gaussian() {
    std::vector<double> weights;
    double sum = 0;
    for (int x = -radius; x <= radius; ++x)
        sum += weights.emplace_back(std::exp(-0.5 * x * x / (sigma * sigma)));
    for (double &weight : weights)
        weight /= sum;
    return VImage::new_matrix(window, 1, weights.data(), window);
}

VImage picture(std::span<const double> values, Grid parts) {
    return VImage::new_from_memory(const_cast<double *>(values.data()), values.size_bytes(),
                                   parts.columns, parts.rows, 3, VIPS_FORMAT_DOUBLE);
}

} // namespace

std::optional<double> ssim(std::span<const double> a, std::span<const double> b, Grid parts,
                           double data_range) {
    if (parts.columns < window || parts.rows < window)
        return std::nullopt;
    return guarded(ErrorCode::unsupported, "libvips can't compute SSIM", [&]() -> double {
        const VImage mask = gaussian();
        const auto blur = [&](const VImage &image) {
            return image.convsep(mask, VImage::option()->set("precision", VIPS_PRECISION_FLOAT));
        };
        const VImage x = picture(a, parts), y = picture(b, parts);
        const VImage ux = blur(x), uy = blur(y);
        const VImage vx = blur(x * x) - ux * ux, vy = blur(y * y) - uy * uy;
        const VImage vxy = blur(x * y) - ux * uy;
        const double c1 = std::pow(k1 * data_range, 2), c2 = std::pow(k2 * data_range, 2);
        const VImage map =
            ((ux * uy * 2 + c1) * (vxy * 2 + c2)) / ((ux * ux + uy * uy + c1) * (vx + vy + c2));
        // Windows that hang over the edge don't count.
        return map.extract_area(radius, radius, parts.columns - 2 * radius, parts.rows - 2 * radius)
            .avg();
    });
}

} // namespace tessera::internal
