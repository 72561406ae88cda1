// Which cells of the grid are filled, and how large they are.
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/mosaic.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tessera::internal {

/// Index of a filled cell in its layout; in a layout of the whole grid, row-major.
using CellIndex = std::uint32_t;

/// What one tile fills: scale x scale cells of the grid.
struct Place {
    int column = 0, row = 0; ///< of its first cell
    int scale = 1;           ///< as Block::scale

    bool operator==(const Place &) const = default;
};

/// Immutable; thread-safe.
class Layout {
  public:
    /// Of the whole grid.
    explicit Layout(Grid grid);

    /// Of those cells that are filled; all, if the list is empty. filled: rows x columns.
    Layout(Grid grid, const std::vector<bool> &filled);

    /// REQUIRES: places within the grid that don't overlap.
    Layout(Grid grid, std::vector<Place> places) : grid_(grid), places_(std::move(places)) {}

    [[nodiscard]] Grid grid() const noexcept { return grid_; }
    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
    [[nodiscard]] const Place &operator[](std::size_t cell) const noexcept { return places_[cell]; }

    /// Calls visit(cell of the grid, Block) for all that a place covers, row by row.
    template <class Visit> void for_each_cell(std::size_t cell, Visit &&visit) const {
        const auto [column, row, scale] = places_[cell];
        for (int y = 0; y < scale; ++y)
            for (int x = 0; x < scale; ++x) {
                const auto line = static_cast<std::size_t>(row + y);
                visit(line * static_cast<std::size_t>(grid_.columns) +
                          static_cast<std::size_t>(column + x),
                      Block{static_cast<std::uint8_t>(scale), static_cast<std::uint8_t>(x),
                            static_cast<std::uint8_t>(y)});
            }
    }

    /// Of all squares of `side` cells of the grid, the most places that begin in one.
    [[nodiscard]] std::uint64_t most_within(std::int64_t side) const;

    /// Places of scale 1, 2 and 4.
    [[nodiscard]] std::array<std::uint64_t, 3> counts() const;

  private:
    Grid grid_;
    std::vector<Place> places_;
};

} // namespace tessera::internal
