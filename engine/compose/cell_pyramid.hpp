// Means of squares of cells.
#pragma once

#include "compose/tile_levels.hpp"

#include <tessera/mosaic.hpp>

#include <cstdint>
#include <vector>

namespace tessera::internal {

/// Level 0 would be a px for each cell; each further one has one for 2 x 2 of the level before, the
/// last columns and rows for as many as there are. Immutable; thread-safe.
class CellPyramid {
  public:
    /// means: made sure of.
    CellPyramid(const Mosaic &mosaic, const TileLevels &means, const RunOptions &run);

    /// Levels, counted from 1, the last of which is 1 px.
    [[nodiscard]] static int count(Grid grid);
    [[nodiscard]] static Grid size(Grid grid, int level);

    /// A row: size().columns x 3. REQUIRES: 1 <= level <= count().
    [[nodiscard]] const std::uint8_t *row(int level, int y) const noexcept;

  private:
    using Row = std::vector<float>; ///< columns x 3

    Row make_row(int level, int y, const std::vector<Row> &ready);
    [[nodiscard]] Row cell_row(int y) const;

    const Mosaic &mosaic_;
    const TileLevels &means_;
    Grid grid_;
    std::vector<std::vector<std::uint8_t>> levels_; ///< from 1 on, rows x columns x 3
};

} // namespace tessera::internal
