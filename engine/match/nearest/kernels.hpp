// Squared distances in float32, many at once.
#pragma once

#include <array>
#include <cstddef>

namespace tessera::internal {

constexpr std::size_t lanes = 16; ///< sketches, or boxes, that lie side by side
constexpr std::size_t sketch_dims = 8;

using Sketch = std::array<float, sketch_dims>;
using Lanes = std::array<float, lanes>;

using SketchBlock = std::array<Lanes, sketch_dims>;

struct BoxBlock {
    SketchBlock low, high;
};

// Sums are rounded by less than as many units in the last place as they have terms, and eight.
// REQUIRES: squares of all values fit float32; infinite values of blocks are allowed.

[[nodiscard]] Lanes squared_distances(const SketchBlock &block, const Sketch &from);

/// Zero inside a box.
[[nodiscard]] Lanes squared_distances(const BoxBlock &block, const Sketch &from);

/// Of `lanes` vectors that lie side by side. block: dim x lanes.
[[nodiscard]] Lanes squared_distances(const float *block, const float *from, std::size_t dim);

[[nodiscard]] float squared_distance(const float *a, const float *b, std::size_t dim);

} // namespace tessera::internal
