// Cells to photos where each photo may be used only so often.
#pragma once

#include <tessera/run.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

struct PhotoCost {
    std::uint32_t photo;
    float cost;
};

/// What it costs to put each photo in each cell, worked out when asked for. The const functions
/// must be thread-safe.
class TransportCosts {
  public:
    virtual ~TransportCosts() = default;

    [[nodiscard]] virtual std::size_t cells() const noexcept = 0;
    [[nodiscard]] virtual std::size_t photos() const noexcept = 0;

    /// Every photo's cost in a cell: finite, at least 0, the same each time. costs: photos().
    virtual void row(std::size_t cell, std::span<float> costs) const = 0;

    /// Those photos that have the least double{cost} + price, in any order; of equal ones the
    /// lowest indices. Prices may be below 0 or infinite. prices: photos(). As it stands, goes over
    /// row(). Where photos are many, an index does better: if costs are squared distances, a
    /// photo's price above the least price is one more squared coordinate. REQUIRES: 1 <=
    /// cheapest.size() <= photos().
    virtual void cheapest(std::size_t cell, std::span<const double> prices,
                          std::span<PhotoCost> cheapest) const;
};

/// How often a photo is used, both included.
struct UseLimits {
    std::uint32_t min = 0;
    std::uint32_t max = UINT32_MAX;
};

struct TransportOptions {
    double gap = 0.001;         ///< to stop at, as TransportPlan::gap(); 0: as far as doubles tell
    std::size_t candidates = 0; ///< photos remembered for each cell; 0: by the number of cells
};

struct TransportPlan {
    std::vector<std::uint32_t> photos; ///< of each cell
    /// Of each photo, in the costs' unit: above 0 where it is wanted more than max times (or than
    /// the others' mins leave cells for), below 0 where less than min times; infinite where it
    /// can't be used at all.
    std::vector<double> prices;
    double cost = 0;  ///< sum over the cells
    double bound = 0; ///< what any plan costs at least: proven by the prices, or by costs >= 0

    /// How far the cost may be above the optimum's, as a part of the cost.
    [[nodiscard]] double gap() const noexcept { return cost > bound ? (cost - bound) / cost : 0; }
};

/// One photo for each cell, photo j between limits[j].min and limits[j].max times, at the least
/// cost, up to options.gap. An auction: cells bid for photos, first in coarse steps, then in finer
/// ones; where cells are many, some of them bid first to find prices for all to start from.
/// The same at any number of threads. Memory: 8 bytes a candidate (128 a cell up to 65 thousand
/// cells, 16 above half a million), and about 50 bytes a cell and 100 a photo.
/// Progress: stage "limit", bids; their total isn't known.
/// Throws: Error{invalid_argument} unless there is one pair of limits for each photo, min <= max in
/// each, and sum(min) <= cells <= sum(max); Error{cancelled}.
/// Source: Bertsekas, Castanon 1989, The auction algorithm for the transportation problem,
/// doi:10.1007/BF02216923.
[[nodiscard]] TransportPlan solve_transport(const TransportCosts &costs,
                                            std::span<const UseLimits> limits,
                                            const TransportOptions &options = {},
                                            const RunOptions &run = {});

} // namespace tessera::internal
