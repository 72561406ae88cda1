// Cells bid for photos.
#pragma once

#include "match/assign/candidates.hpp"
#include "match/assign/transport.hpp"

#include "base/run.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// The least of a fixed number of values, each of which may change.
class LeastOf {
  public:
    explicit LeastOf(std::size_t count);

    void set(std::size_t index, double value);
    [[nodiscard]] double least() const { return tree_[1]; }
    [[nodiscard]] std::size_t index() const; ///< of the least, the lowest of several

  private:
    std::size_t leaves_ = 1;
    std::vector<double> tree_; ///< a node's children are 2i and 2i + 1
};

/// What photos cost besides their costs.
struct AuctionPrices {
    std::vector<double> photos;
    double spare = 0; ///< of a use that no cell needs
};

/// A photo offers as many places as it may be used. Cells bid for places, against each other and
/// against the spare uses: sum(max) - cells dummies that cost nothing, may take any place above a
/// photo's min, and all bid the same, so that they are only counted. Prices never fall.
class Auction {
  public:
    /// limits: one for each photo, with sum(min) <= costs.cells() <= sum(max). guess: to start
    /// from, or nothing. All that is referred to must outlive it. Throws: Error{cancelled}.
    Auction(const TransportCosts &costs, std::span<const UseLimits> limits, std::size_t candidates,
            const AuctionPrices *guess, const RunOptions &run, ProgressCounter &progress);

    /// Everyone bids anew, from the prices reached, until each cell has a photo that is at most
    /// `step` worse for it than the best. A war of prices widens the step. Returns the step it
    /// ended with. REQUIRES: step > 0. Throws: Error{cancelled}.
    double run(double step);

    /// How far the candidates' values reach beyond the best one, on average.
    [[nodiscard]] double reach() const;

    /// All that is known after run().
    [[nodiscard]] TransportPlan plan();
    [[nodiscard]] AuctionPrices prices() const;

  private:
    struct Bid {
        double price;
        std::uint32_t cell;

        bool operator<(const Bid &other) const { // the lowest is a heap's first
            return price > other.price || (price == other.price && cell < other.cell);
        }
    };
    struct Photo {
        std::uint32_t min, max, uses = 0;
        bool spare_may = false; ///< spare uses are up to the price that it started from
        double start = 0;       ///< price of places that none has bid for
        std::vector<Bid> bids{};
    };

    [[nodiscard]] double price_of(std::size_t photo) const noexcept {
        return std::min(lowest_[photo], std::max(unsold_[photo], spare_));
    }
    [[nodiscard]] static std::int64_t room(const Photo &photo) noexcept {
        return std::int64_t{photo.max} - std::max(photo.min, photo.uses);
    }
    [[nodiscard]] CandidateLists::Choice choose(std::size_t cell);
    void take_up(const AuctionPrices &guess);
    void renew_all(int threads);
    void open_places();
    void bid(std::uint32_t cell);
    void place_spares();
    void admit_spares(std::size_t photo);
    void set_uses(Photo &photo, std::uint32_t uses);
    void turn_out_lowest(Photo &photo);
    void update(std::size_t photo);

    const RunOptions &run_;
    ProgressCounter &progress_;
    CandidateLists candidates_;
    std::vector<Photo> photos_;
    std::vector<double> lowest_;  ///< of the bids that hold a photo, or a price to fill its min
    std::vector<double> unsold_;  ///< price at which a cell gets a place of a spare use, if dearer
    LeastOf for_spares_;          ///< what a photo's cheapest place costs one more spare use
    std::vector<double> at_once_; ///< all prices, where one function wants them
    std::int64_t spares_;
    std::int64_t spare_room_ = 0;
    double spare_;
    double step_ = 0;
    std::uint64_t patience_; ///< bids of a run before the step widens
    std::vector<std::uint32_t> waiting_;
    std::vector<std::uint32_t> photo_of_;
    std::vector<float> cost_of_;
};

} // namespace tessera::internal
