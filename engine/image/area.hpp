// Averaging pixels over rectangular parts.
#pragma once

#include <tessera/source.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera {

/// Sums rows of 8-bit RGB px into columns x rows parts. Sums of whole numbers are exact in double,
/// so sRGB means equal those of vips stats on each part. Not thread-safe.
class AreaSums {
  public:
    /// Neither list is empty, nor any interval; rows are in ascending order.
    AreaSums(std::vector<Interval> columns, std::vector<Interval> rows, Transfer transfer);

    /// Adds row `y`; x counts from 0. Rows outside the parts count for nothing.
    void add_row(int y, const std::uint8_t *row);

    /// rows x columns x 3 means, 0 .. 255.
    [[nodiscard]] std::vector<double> means() const;

  private:
    void add_row_to(std::size_t part_row, const std::uint8_t *row);

    std::vector<Interval> columns_, rows_;
    Transfer transfer_;
    std::array<double, 256> light_; ///< what each 8-bit value adds to a sum
    std::size_t next_row_ = 0;      ///< first part row that rows to come may belong to
    std::vector<double> sums_;
};

/// Means of samples x samples parts of an image in memory, row-major: what a Descriptor takes.
/// pixels: height x width x 3.
[[nodiscard]] std::vector<double> area_averages(std::span<const std::uint8_t> pixels,
                                                TileShape shape, int samples);

/// sRGB value 0 .. 1 to linear light and back. Source: IEC 61966-2-1.
[[nodiscard]] double to_linear(double value);
[[nodiscard]] double from_linear(double value);

} // namespace tessera
