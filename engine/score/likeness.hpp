// Likeness of two pictures in memory.
#pragma once

#include <tessera/score.hpp>

#include <span>

namespace tessera::internal {

inline constexpr int near_parts = 4; ///< per cell and side, of what one sees from near

/// a, b: rows x columns x 3, row-major, sRGB values 0 .. 255. The same at any number of threads.
[[nodiscard]] Likeness likeness(std::span<const double> a, std::span<const double> b, Grid parts,
                                int threads);

} // namespace tessera::internal
