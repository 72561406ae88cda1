// Larger cells where the source is flat.
#pragma once

#include "match/cells/layout.hpp"

#include <tessera/geometry.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace tessera::internal {

/// The source's cells, of which larger ones are put together. add() may be called from several
/// threads for different cells; the rest is thread-safe once all were added.
class CellAverages {
  public:
    /// samples: of a cell and side.
    CellAverages(Grid grid, int samples);

    /// averages: samples x samples x 3 mean sRGB values.
    void add(std::size_t cell, std::span<const double> averages) noexcept;

    /// What add() would be given of a large cell. averages: samples x samples x 3, written.
    void of(const Place &place, std::span<double> averages) const noexcept;

    /// Squares of 2^(levels - 1) cells a side, or of half that, at multiples of their side, become
    /// one large cell where all their cells are filled, and their colours' standard deviation is
    /// `flat` (CIELAB) or less. filled: rows x columns, or empty: all. Row by row of the largest.
    /// Source: the split of Finkel, Bentley 1974, doi:10.1007/BF00288933, from the largest down.
    [[nodiscard]] Layout layout(const std::vector<bool> &filled, int levels, double flat) const;

  private:
    [[nodiscard]] bool is_flat(const Place &place, double flat) const;

    Grid grid_;
    std::size_t samples_;
    std::vector<float> averages_; ///< cells x samples x samples x 3
};

} // namespace tessera::internal
