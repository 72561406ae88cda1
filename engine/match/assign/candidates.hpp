// The photos worth a cell's bid.
#pragma once

#include "match/assign/transport.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace tessera::internal {

/// For each cell some photos of the least cost + price, and what any other one comes to at least.
/// Stays true while prices rise. Thread-safe as long as each cell is one thread's.
class CandidateLists {
  public:
    struct Choice {
        std::uint32_t photo = 0;
        float cost = 0;
        double value = std::numeric_limits<double>::infinity(); ///< cost + price
        double second =
            std::numeric_limits<double>::infinity(); ///< at most that of any other photo
        bool sure = false;                           ///< no photo has a lesser value
    };

    /// REQUIRES: 1 <= per_cell <= costs.photos(). `costs` must outlive it.
    CandidateLists(const TransportCosts &costs, std::size_t per_cell)
        : costs_(costs), per_cell_(per_cell), photos_(costs.cells() * per_cell),
          others_(costs.cells()) {}

    /// prices: one for each photo.
    void renew(std::size_t cell, std::span<const double> prices);

    /// What the photos that aren't remembered come to at least.
    [[nodiscard]] double others(std::size_t cell) const { return others_[cell]; }

    template <class PriceOf>
    [[nodiscard]] Choice choose(std::size_t cell, const PriceOf &price_of) const {
        Choice best;
        for (const auto &[photo, cost] : std::span(photos_).subspan(cell * per_cell_, per_cell_)) {
            const double value = double{cost} + price_of(photo);
            if (value < best.value)
                best = {photo, cost, value, best.value};
            else
                best.second = std::min(best.second, value);
        }
        best.second = std::min(best.second, others_[cell]);
        best.sure = best.value <= others_[cell];
        return best;
    }

  private:
    const TransportCosts &costs_;
    std::size_t per_cell_;
    std::vector<PhotoCost> photos_; ///< cells x per_cell
    std::vector<double> others_;
};

} // namespace tessera::internal
