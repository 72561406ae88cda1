// Short vectors that stand for long ones.
// Why: docs/decisions/long-vectors-are-searched-by-sketches.md
#pragma once

#include "match/nearest/kernels.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tessera::internal {

/// Makes sketches: the coordinates in which some vectors vary most, and the length of what is left
/// of the vector, all about the vectors' mean. Two sketches lie no farther apart than the vectors
/// they are of, save for rounding: of a sketch, by less than 2^-23 of the length of the vector and
/// of the mean together. Thread-safe.
class Sketcher {
  public:
    /// vectors: count x dim, row-major. REQUIRES: count > 0.
    Sketcher(std::span<const float> vectors, std::size_t dim);

    /// REQUIRES: vector.size() == dim.
    [[nodiscard]] Sketch of(std::span<const double> vector) const;
    [[nodiscard]] Sketch of(std::span<const float> vector) const;

  private:
    template <class Number> [[nodiscard]] Sketch make(const Number *vector) const;

    struct Dimension {
        double variance = 0, mean = 0;
        std::size_t index = 0;
    };
    std::vector<Dimension> dimensions_; ///< by falling variance
};

} // namespace tessera::internal
