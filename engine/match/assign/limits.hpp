// How often each photo is used, at the least cost.
// Why: docs/decisions/rules-are-hard-and-likeness-is-soft.md
#pragma once

#include "match/assign/transport.hpp"
#include "match/tiles.hpp"

#include <tessera/match.hpp>
#include <tessera/run.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace tessera::internal {

/// What cells look like.
struct Targets {
    std::size_t dim = 0;
    std::vector<float> vectors{}; ///< cells x dim, row-major
    std::vector<float> weights{}; ///< of the cells' squared distances; empty: all 1

    [[nodiscard]] std::size_t cells() const noexcept { return vectors.size() / dim; }
    void set(std::size_t cell, std::span<const double> vector) noexcept {
        std::ranges::transform(vector, &vectors[cell * dim],
                               [](double value) { return static_cast<float>(value); });
    }
    [[nodiscard]] float weight(std::size_t cell) const noexcept {
        return weights.empty() ? 1.0F : weights[cell];
    }
    [[nodiscard]] std::vector<double> of(std::size_t first, std::size_t count = 1) const {
        const auto begin = vectors.begin() + static_cast<std::ptrdiff_t>(first * dim);
        return {begin, begin + static_cast<std::ptrdiff_t>(count * dim)};
    }
};

/// Photos for cells within rules.min_use and rules.max_use, whatever stands next to what, at the
/// least sum of weighted distances.
/// Throws: Error{cancelled}. REQUIRES: rules that settle_rules() gave.
[[nodiscard]] TransportPlan keep_to_limits(const Targets &targets, const TileSet &tiles,
                                           const RepetitionRules &rules, const RunOptions &run);

/// The cells' tiles, and their squared distances, of a plan's photos.
[[nodiscard]] std::vector<Candidate> tiles_of(const TransportPlan &plan, const Targets &targets,
                                              const TileSet &tiles, const RunOptions &run);

} // namespace tessera::internal
