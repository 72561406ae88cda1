// Averaging pixels over rectangular parts.
// Why: docs/decisions/cells-are-whole-pixels.md
#pragma once

#include <tessera/source.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tessera::internal {

/// Averages rows of 8-bit RGB px over columns x rows parts, and holds one line of parts. Sums of
/// whole numbers are exact in double, so sRGB means equal those of vips stats on each part. Not
/// thread-safe.
class AreaMeans {
  public:
    /// Takes each line of parts as soon as its last row of px came, from top to bottom.
    /// means: columns x 3, 0 .. 255; valid during the call.
    using Sink = std::function<void(std::size_t line, std::span<const double> means)>;

    /// Neither list is empty. REQUIRES: intervals as of split_evenly(): not empty, rows ascending
    /// and apart, or the same where they are one px each.
    AreaMeans(std::vector<Interval> columns, std::vector<Interval> rows, Transfer transfer,
              Sink sink);

    /// Adds row `y`; x counts from 0. Rows outside the parts count for nothing.
    /// REQUIRES: every row of the parts comes once, from top to bottom.
    void add_row(int y, const std::uint8_t *row);

  private:
    void add_to_sums(const std::uint8_t *row);
    void divide_sums();
    void finish_lines();

    std::vector<Interval> columns_, rows_;
    Transfer transfer_;
    Sink sink_;
    std::array<double, 256> light_{}; ///< what each 8-bit value adds to a sum of light
    std::size_t line_ = 0;            ///< that rows to come belong to
    std::vector<double> sums_;        ///< of that line
};

/// Means of the parts of an image in memory: rows x columns x 3, row-major.
/// pixels: height x width x 3.
[[nodiscard]] std::vector<double> area_averages(std::span<const std::uint8_t> pixels,
                                                TileShape shape, Grid parts);

/// sRGB value 0 .. 1 to linear light and back. Source: IEC 61966-2-1.
[[nodiscard]] double to_linear(double value);
[[nodiscard]] double from_linear(double value);

} // namespace tessera::internal
