// A mosaic in pieces: its cells, or squares of them where they are small in the frame.
#pragma once

#include <tessera/animation.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// Pieces of a mosaic that is shown as a whole, and when each has its turn.
class Pieces {
  public:
    Pieces(MosaicPainter &painter, Size frame, const PieceOptions &options, const RunOptions &run);

    /// Cells along the side of a piece.
    [[nodiscard]] int cells() const noexcept { return cells_; }

    /// In the order of their turns.
    [[nodiscard]] std::span<const std::uint32_t> in_order() const noexcept { return order_; }

    /// How far the turn of the n-th in order has come at a moment: 0 before it, 1 after it. Turns
    /// overlap: each takes a quarter of the time.
    [[nodiscard]] double turn(std::size_t n, double moment) const noexcept;

    [[nodiscard]] Box in_mosaic(std::uint32_t piece) const noexcept; ///< px of the mosaic
    [[nodiscard]] Box in_frame(std::uint32_t piece) const noexcept;  ///< px of the frame
    [[nodiscard]] Rect cells_of(std::uint32_t piece) const noexcept;

  private:
    void sort(MosaicPainter &painter, const PieceOptions &options, const RunOptions &run);

    Grid cells_of_mosaic_, grid_;
    TileShape tile_;
    Patch whole_;
    int cells_ = 1;
    std::vector<std::uint32_t> order_;
};

/// Adds to the shares of px (height x width) what a box covers of them, times `share`.
void cover(const Box &box, float share, Size frame, std::span<float> shares);

} // namespace tessera::internal
