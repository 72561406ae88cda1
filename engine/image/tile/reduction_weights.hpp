// Which samples make which results of a reduction, and with what weights.
#pragma once

#include "image/tile/reduce.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// An axis in terms of averaged px, of which there are `length`, the last perhaps of fewer px.
struct AveragedAxis {
    explicit AveragedAxis(const Reduction &axis);

    int px; ///< that are averaged before the kernel
    int length;
    double factor, left_out;

    /// Centre of a result, where px i is centred at i.
    [[nodiscard]] double centre(int result) const;
    [[nodiscard]] int reach() const;           ///< of the kernel to either side
    [[nodiscard]] int first(int result) const; ///< that it reaches, perhaps beyond the edge

    [[nodiscard]] int taps() const;            ///< of each result
    [[nodiscard]] int begin(int result) const; ///< its first tap
};

/// Weights of each result that is wanted: `taps` of them, for the averaged px from begin_of() on,
/// counted from the first that any of them needs. They add up to weight_one.
struct ReductionWeights {
    static constexpr int weight_one = 1 << 14;

    std::size_t taps = 0;
    std::vector<std::size_t> begin;
    std::vector<std::int16_t> values;

    [[nodiscard]] std::span<const std::int16_t> of(std::size_t result) const {
        return std::span(values).subspan(result * taps, taps);
    }
};

/// Lanczos3. Px beyond an edge are those at the edge.
[[nodiscard]] ReductionWeights weights_of(const Reduction &axis);

} // namespace tessera::internal
