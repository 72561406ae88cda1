// Cells of a sequence that keep their tiles.
// Why: docs/decisions/a-film-changes-its-cells-late.md
#pragma once

#include "match/tiles.hpp"

#include <tessera/library.hpp>
#include <tessera/mosaic.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// What stood in each cell in the picture before, and how much that counts. nearest() and pull()
/// are thread-safe.
class Coherence {
  public:
    /// strength: 0 .. 1. REQUIRES: the tiles, of this library, outlive it.
    Coherence(const TileLibrary &library, const TileSet &tiles, double strength);

    /// Whether there is anything to hold on to.
    [[nodiscard]] bool holds() const noexcept { return strength_ > 0 && !before_.empty(); }

    /// The nearest tile of each cell, but that of before where it is nearly as near: then a
    /// wavering source changes nothing. vectors: cells x dim; best: of each, written.
    void nearest(std::span<const std::size_t> cells, std::span<const double> vectors,
                 std::span<Candidate> best) const;

    /// Moves vectors towards those of the tiles of before, which makes them nearer than others
    /// that are as near.
    void pull(std::span<const std::size_t> cells, std::span<double> vectors) const;

    void remember(const Mosaic &mosaic);
    void forget();

    /// Cells of the last mosaic that show another tile than before.
    [[nodiscard]] std::uint64_t changed() const noexcept { return changed_; }

  private:
    void vector_of(Placement laid, std::span<double> vector) const;

    const TileSet &tiles_;
    double strength_;
    std::vector<TileId> numbers_;   ///< among `tiles_`, by TileId
    std::vector<float> vectors_;    ///< tiles x dim; none where nothing is held on to
    std::vector<Placement> before_; ///< cells, with numbers of tiles, without tints and blocks
    std::uint64_t changed_ = 0;
};

} // namespace tessera::internal
