// Structural similarity.
#pragma once

#include <tessera/geometry.hpp>

#include <optional>
#include <span>

namespace tessera::internal {

/// Mean SSIM over all windows that lie within the pictures, and over their three bands; nothing if
/// a side has less than 11 parts. a, b: rows x columns x 3, row-major.
/// Gaussian window of 11 x 11, sigma 1.5; K1 = 0.01, K2 = 0.03; population statistics.
/// Source: Wang, Bovik, Sheikh, Simoncelli 2004, doi:10.1109/TIP.2003.819861.
[[nodiscard]] std::optional<double> ssim(std::span<const double> a, std::span<const double> b,
                                         Grid parts, double data_range);

} // namespace tessera::internal
