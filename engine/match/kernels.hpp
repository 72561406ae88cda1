// Squared distances in float32, many at once, by the widest vectors of the machine.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace tessera {

constexpr std::size_t lanes = 16; ///< sketches, or boxes, that lie side by side
constexpr std::size_t sketch_dims = 8;

using Sketch = std::array<float, sketch_dims>;
using Lanes = std::array<float, lanes>;

using SketchBlock = std::array<Lanes, sketch_dims>;

struct BoxBlock {
    SketchBlock low, high;
};

/// How sums are rounded differs from machine to machine: by less than dim + 8 units in the last
/// place. REQUIRES: squares of all values fit float32; infinite values of blocks are allowed.
struct Kernels {
    void (*to_sketches)(const SketchBlock &block, const Sketch &from, Lanes &squared);
    /// Zero inside a box.
    void (*to_boxes)(const BoxBlock &block, const Sketch &from, Lanes &squared);
    float (*between)(const float *a, const float *b, std::size_t dim);
};

/// All that this machine can run, the quickest first.
[[nodiscard]] std::vector<Kernels> supported_kernels();

/// The quickest.
[[nodiscard]] const Kernels &kernels();

} // namespace tessera
