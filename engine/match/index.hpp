// Nearest tiles.
#pragma once

#include <tessera/tile.hpp>

#include <memory>
#include <span>
#include <vector>

namespace tessera {

/// A KD-tree over descriptors. Immutable; thread-safe.
/// Source: Friedman, Bentley, Finkel 1977, doi:10.1145/355744.355745.
class NearestIndex {
  public:
    /// vectors: tiles x dim, row-major, copied. REQUIRES: at least one tile, 1 <= dim.
    NearestIndex(std::vector<double> vectors, int dim);
    ~NearestIndex();

    /// The tile at the smallest squared Euclidean distance, the lowest id of several. Exact: the
    /// distances compared are those of a plain loop over the dimensions in double precision.
    /// REQUIRES: target.size() == dim.
    [[nodiscard]] TileId nearest(std::span<const double> target) const;

    struct Tree; ///< of nanoflann, behind its door

  private:
    std::unique_ptr<const Tree> tree_;
};

} // namespace tessera
