// Cells to tiles, line by line as they are cut from the source.
#pragma once

#include "match/index.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/geometry.hpp>
#include <tessera/session.hpp>
#include <tessera/source.hpp>
#include <tessera/tile.hpp>

#include <cstddef>
#include <vector>

namespace tessera {

/// Puts in each cell of a grid the nearest tile. Holds a band of cells' samples, and one TileId for
/// every cell. The result depends neither on the threads nor on the order of the lines. Not
/// thread-safe, but threads may take turns.
class Assignment {
  public:
    /// All that is referred to must outlive it.
    Assignment(Grid grid, const Descriptor &descriptor, const NearestIndex &index,
               const RunOptions &run);

    /// The parts to average the source in: every cell's samples.
    [[nodiscard]] Grid parts() const noexcept;

    /// Takes the next line of parts(); works on all threads once enough cells have come.
    /// REQUIRES: as Source::stream_averages() hands them over. Throws: Error{cancelled}.
    void take(const PartLine &line);

    /// rows x columns, row-major. REQUIRES: all lines were taken.
    [[nodiscard]] std::vector<TileId> finish() &&;

  private:
    /// A row of the grid's cells, or a column, in either direction.
    struct CellLine {
        std::int64_t first, step; ///< indices in the grid, row-major
    };

    [[nodiscard]] std::int64_t cell_of(std::int64_t part) const noexcept;
    [[nodiscard]] std::size_t sample_of(std::int64_t part) const noexcept;
    void start_lines(const PartLine &line);
    void assign_lines();
    void assign_some(std::size_t line, std::size_t begin, std::size_t end);

    Grid grid_;
    const Descriptor &descriptor_;
    const NearestIndex &index_;
    const RunOptions &run_;
    int threads_;
    std::size_t samples_;            ///< of a cell and side
    std::size_t cells_ = 0;          ///< of a line
    std::size_t part_lines_ = 0;     ///< of the line of cells that is coming in
    std::vector<CellLine> lines_;    ///< that wait for their tiles
    std::vector<std::size_t> order_; ///< where a cell's samples stand, in the order they come in
    std::vector<double> averages_;   ///< lines x samples x (cells x samples) x 3
    std::vector<TileId> tiles_;      ///< rows x columns
};

} // namespace tessera
