// Vectors in order of nearness, under a tree of boxes.
#pragma once

#include "match/nearest/sketch.hpp"

#include <tessera/tile.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// The different vectors of a library, their sketches in blocks of 16, and a tree of boxes over
/// the blocks, 16 to a node. Holds about 5 bytes a number, 12 at most while it is made.
struct BoxTree {
    /// vectors: tiles x dim, row-major. REQUIRES: at least one tile; numbers below 1e15.
    BoxTree(std::vector<float> vectors, std::size_t dim);

    [[nodiscard]] std::size_t rows() const noexcept { return first.size() - 1; }
    [[nodiscard]] const float *row(std::size_t index) const { return &vectors[index * dim]; }
    /// The tiles of a row's vector, ascending.
    [[nodiscard]] std::span<const TileId> tiles_of(std::size_t row) const {
        return {&tiles[first[row]], first[row + 1] - first[row]};
    }

    std::size_t dim;
    Sketcher sketcher;
    std::vector<float> vectors;               ///< rows x dim, in the order of the blocks
    std::vector<std::uint32_t> first;         ///< of each row's tiles, and the end
    std::vector<TileId> tiles;                ///< row by row
    std::vector<SketchBlock> blocks;          ///< unused lanes hold infinity
    std::vector<std::vector<BoxBlock>> boxes; ///< of blocks; of boxes; ... ; of all, in one block
    double longest = 0;                       ///< length of a vector
};

} // namespace tessera::internal
