// The source's cells, line by line as they are cut from it.
// Why: docs/decisions/the-source-is-read-in-bands.md
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tessera::internal {

/// Cells next to each other in a row or a column of the grid.
struct CellRun {
    std::int64_t first = 0, step = 1;   ///< indices in the grid, row-major
    std::size_t count = 0;              ///< cells
    std::span<const double> averages{}; ///< count x samples x samples x 3; valid during the call

    [[nodiscard]] std::size_t at(std::size_t i) const noexcept {
        return static_cast<std::size_t>(first + static_cast<std::int64_t>(i) * step);
    }
};

/// Puts together the samples of each cell, and hands the cells on from several threads at once.
/// Holds a band of cells' samples. Not thread-safe, but threads may take turns.
class CellCutter {
  public:
    using Take = std::function<void(const CellRun &)>;

    /// samples: of a cell and side. What is referred to must outlive it.
    CellCutter(Grid grid, int samples, Take take, const RunOptions &run);

    /// The parts to average the source in: every cell's samples.
    [[nodiscard]] Grid parts() const noexcept;

    /// Takes the next line of parts(); works on all threads once enough cells have come.
    /// REQUIRES: as Source::stream_averages() hands them over. Throws: Error{cancelled}; what
    /// Take throws.
    void add(const PartLine &line);

    /// Hands on what is left. REQUIRES: all lines were added. Throws: the same.
    void finish();

  private:
    /// A row of the grid's cells, or a column, in either direction.
    struct CellLine {
        std::int64_t first, step;
    };

    [[nodiscard]] std::int64_t cell_of(std::int64_t part) const noexcept;
    [[nodiscard]] std::size_t sample_of(std::int64_t part) const noexcept;
    void start_line(const PartLine &line);
    void hand_on(std::size_t line, std::size_t begin, std::size_t end,
                 std::vector<double> &averages) const;

    Grid grid_;
    std::size_t samples_;
    Take take_;
    const RunOptions &run_;
    int threads_;
    std::size_t cells_ = 0;          ///< of a line
    std::size_t part_lines_ = 0;     ///< of the line of cells that is coming in
    std::vector<CellLine> lines_;    ///< that wait to be handed on
    std::vector<std::size_t> order_; ///< where a cell's samples stand, in the order they come in
    std::vector<double> averages_;   ///< lines x samples x (cells x samples) x 3
};

} // namespace tessera::internal
