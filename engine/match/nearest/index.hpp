// Nearest tiles.
// Why: docs/decisions/vectors-of-means-are-doubles.md
#pragma once

#include "match/nearest/neighbour.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace tessera::internal {

/// The nearest of a library's vectors. Exact: the distances compared are those of a plain loop over
/// the dimensions in double precision, and of equal ones the lower id comes first; so the result
/// is the same on every machine. Up to 4 dimensions a KD-tree, beyond a tree of boxes over blocks
/// of vectors. Immutable; thread-safe.
/// Source: Friedman, Bentley, Finkel 1977, doi:10.1145/355744.355745.
class NearestIndex {
  public:
    /// vectors: tiles x dim, row-major; of more than 4 dimensions they are rounded to float32, and
    /// the tiles' vectors are what that gives. REQUIRES: at least one tile; 1 <= dim; numbers
    /// below 1e15.
    NearestIndex(std::vector<double> vectors, int dim);
    ~NearestIndex();

    [[nodiscard]] std::size_t size() const noexcept; ///< tiles

    /// The tile at the smallest distance. REQUIRES: target.size() == dim; numbers below 1e15.
    [[nodiscard]] TileId nearest(std::span<const double> target) const;

    /// The k nearest tiles of each target, in order; all tiles where k is larger than size().
    /// Quickest where each target is like the one before.
    /// targets: count x dim; found: count x min(k, size()), both row-major. REQUIRES: k > 0.
    void nearest(std::span<const double> targets, std::size_t k, std::span<Neighbour> found) const;

    /// The nearest tile of each target that is within a squared distance of its own; where there is
    /// none, found is at an infinite distance, or at one beyond that.
    /// targets: count x dim; within, found: count.
    void nearest_within(std::span<const double> targets, std::span<const double> within,
                        std::span<Neighbour> found) const;

    struct Tree; ///< of either kind, behind its door

  private:
    std::size_t dim_, size_;
    std::unique_ptr<const Tree> tree_;
};

} // namespace tessera::internal
