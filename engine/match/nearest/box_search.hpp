// The nearest vectors under a tree of boxes.
// Why: docs/decisions/long-vectors-are-searched-by-sketches.md
#pragma once

#include "match/nearest/box_tree.hpp"
#include "match/nearest/neighbour.hpp"

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace tessera::internal {

/// Searches a tree for one target after another; quickest if each is like the one before. Not
/// thread-safe: a thread has its own. Exact: sketches and float32 distances only rule out, with
/// room for their rounding; what is left is compared by distances in double precision.
class BoxSearch {
  public:
    /// The tree must outlive it. REQUIRES: k > 0.
    BoxSearch(const BoxTree &tree, std::size_t k);

    /// Writes the k nearest tiles, in order; all of them if there are fewer, which is how many
    /// `found` has room for. within: a distance; where fewer tiles than that are as near, those
    /// that come after them are at an infinite distance. REQUIRES: target.size() == dim; numbers
    /// below 1e15.
    void find(std::span<const double> target, std::span<Neighbour> found,
              double within = std::numeric_limits<double>::max());

  private:
    struct Candidate {
        float distance; ///< in float32
        std::uint32_t row;
    };
    struct Exact {
        Neighbour neighbour; ///< the first of the row's tiles
        Candidate candidate;
    };

    void start(std::span<const double> target, double within);
    void descend(std::size_t level, std::size_t node);
    void scan(std::size_t block);
    void shrink();
    void keep_exact();
    void finish(std::span<Neighbour> found);
    [[nodiscard]] float beyond(float distance) const;

    const BoxTree &tree_;
    std::size_t k_;      ///< rows to find
    double relative_;    ///< error of a float32 distance, by its own sums
    double absolute_{};  ///< error of its root, by the rounding of the vectors
    float limit_{};      ///< float32 distances above it are not of the nearest
    std::size_t full_{}; ///< candidates at which to shrink
    Sketch sketch_{};
    std::span<const double> target_;
    std::vector<float> rounded_; ///< the target
    std::vector<Candidate> candidates_;
    std::vector<std::uint32_t> last_; ///< rows found for the target before
    std::vector<Exact> exact_;
    std::vector<Neighbour> equal_; ///< tiles of the rows found
};

} // namespace tessera::internal
