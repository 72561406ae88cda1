#include "match/assign/transport.hpp"

#include "base/run.hpp"
#include "match/assign/auction.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t thinning = 4; // cells for each that bids first
constexpr std::size_t few_cells = 1024;
constexpr double refinement = 5;
constexpr double first_step = 1, first_step_of_guess = 0.05; // of the candidates' reach

/// Some of the cells.
class SomeCells final : public TransportCosts {
  public:
    SomeCells(const TransportCosts &all, std::vector<std::uint32_t> cells)
        : all_(all), cells_(std::move(cells)) {}

    [[nodiscard]] std::size_t cells() const noexcept override { return cells_.size(); }
    [[nodiscard]] std::size_t photos() const noexcept override { return all_.photos(); }
    void row(std::size_t cell, std::span<float> costs) const override {
        all_.row(cells_[cell], costs);
    }
    void cheapest(std::size_t cell, std::span<const double> prices,
                  std::span<PhotoCost> cheapest) const override {
        all_.cheapest(cells_[cell], prices, cheapest);
    }

  private:
    const TransportCosts &all_;
    std::vector<std::uint32_t> cells_;
};

void check(const TransportCosts &costs, std::span<const UseLimits> limits) {
    std::uint64_t least = 0, most = 0;
    for (const UseLimits &limit : limits) {
        if (limit.min > limit.max)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("a photo can't be used at least {} times and at most {} times",
                                    limit.min, limit.max));
        least += limit.min;
        most += limit.max;
    }
    if (limits.size() != costs.photos())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("limits for {} photos are given, and there are {} photos",
                                limits.size(), costs.photos()));
    if (costs.cells() < least || costs.cells() > most)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("with these limits photos fill {} to {} cells, and there are {}",
                                least, most, costs.cells()));
}

std::size_t candidates_of(const TransportCosts &costs, const TransportOptions &options) {
    constexpr std::size_t in_all = std::size_t{1} << 23;
    const std::size_t wanted = options.candidates > 0
                                   ? std::max<std::size_t>(options.candidates, 2)
                                   : std::clamp<std::size_t>(in_all / costs.cells(), 16, 128);
    return std::min(wanted, costs.photos());
}

/// By a hash, so as not to take columns of a grid.
std::vector<std::uint32_t> thinned_out(std::size_t cells) {
    std::vector<std::uint32_t> some;
    for (std::uint32_t cell = 0; cell < cells; ++cell)
        if ((cell * 2654435761U >> 8) % thinning == 0)
            some.push_back(cell);
    return some;
}

/// Spreads the share of all uses that fewer cells have.
class Share {
  public:
    Share(std::size_t cells, std::size_t fewer) : cells_(cells), fewer_(fewer) {}

    /// Rounded so that the sum of all is the share of their sum, rounded down.
    std::uint32_t evenly(std::uint32_t uses) {
        const std::uint64_t before = sum_ * fewer_ / cells_;
        sum_ += std::min<std::uint64_t>(uses, cells_);
        return static_cast<std::uint32_t>(sum_ * fewer_ / cells_ - before);
    }
    [[nodiscard]] std::uint32_t up(std::uint32_t uses) const {
        const std::uint64_t some = std::min<std::uint64_t>(uses, cells_);
        return static_cast<std::uint32_t>((some * fewer_ + cells_ - 1) / cells_);
    }

  private:
    std::uint64_t cells_, fewer_, sum_ = 0;
};

/// Limits for fewer cells. min is rounded up where that is possible: a photo whose price starts too
/// high costs more bids than one whose price starts too low, since all others must rise to it.
std::vector<UseLimits> scaled(std::span<const UseLimits> limits, std::size_t cells,
                              std::size_t fewer) {
    Share of_min(cells, fewer), of_max(cells, fewer);
    std::uint64_t least = 0;
    for (const UseLimits &limit : limits)
        least += of_min.up(limit.min);
    std::vector<UseLimits> few;
    for (const UseLimits &limit : limits) {
        const std::uint32_t min = least <= fewer ? of_min.up(limit.min) : of_min.evenly(limit.min);
        const std::uint32_t one = std::min<std::uint32_t>(limit.max, 1);
        few.push_back({min, std::max({of_max.evenly(limit.max), min, one})});
    }
    return few;
}

/// How much photos differ in cost, in a few of the cells.
double range_of(const TransportCosts &costs) {
    std::vector<float> row(costs.photos());
    double range = 0, most = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        costs.row(i * costs.cells() / 16, row);
        const auto [least, greatest] = std::ranges::minmax(row);
        range = std::max(range, double{greatest} - double{least});
        most = std::max(most, double{greatest});
    }
    return range > 0 ? range : most > 0 ? most : 1;
}

/// A solver's state from one set of cells to the next larger one.
class Solver {
  public:
    Solver(std::span<const UseLimits> limits, const TransportOptions &options,
           const RunOptions &run)
        : limits_(limits), options_(options), run_(run), progress_(run, "limit", 0) {}

    TransportPlan solve(const TransportCosts &costs) {
        range_ = range_of(costs);
        const auto guess = guess_prices(costs, limits_);
        Auction auction = start(costs, limits_, guess);
        double step = step_of(auction, guess.has_value());
        TransportPlan best;
        do {
            step = auction.run(step) / refinement;
            TransportPlan plan = auction.plan();
            if (best.photos.empty() || plan.cost < best.cost) {
                std::swap(best.cost, plan.cost);
                std::swap(best.photos, plan.photos);
            }
            if (best.prices.empty() || plan.bound > best.bound) {
                best.bound = plan.bound;
                best.prices = std::move(plan.prices);
            }
        } while (best.gap() > options_.gap && step > range_ * 1e-11);
        return best;
    }

  private:
    Auction start(const TransportCosts &costs, std::span<const UseLimits> limits,
                  const std::optional<AuctionPrices> &guess) {
        return {costs, limits,   candidates_of(costs, options_), guess ? &*guess : nullptr,
                run_,  progress_};
    }

    double step_of(const Auction &auction, bool guessed) const {
        return std::max(auction.reach(), range_ / 64) *
               (guessed ? first_step_of_guess : first_step);
    }

    /// From fewer cells, as long as they are clearly more than the photos.
    std::optional<AuctionPrices> guess_prices(const TransportCosts &costs,
                                              std::span<const UseLimits> limits) {
        if (costs.cells() < std::max(few_cells, thinning * costs.photos() * 3 / 2))
            return std::nullopt;
        const SomeCells some(costs, thinned_out(costs.cells()));
        const auto few = scaled(limits, costs.cells(), some.cells());
        const auto guess = guess_prices(some, few);
        Auction auction = start(some, few, guess);
        const double step = auction.run(step_of(auction, guess.has_value()));
        if (!guess)
            auction.run(step / refinement);
        return auction.prices();
    }

    std::span<const UseLimits> limits_;
    const TransportOptions &options_;
    const RunOptions &run_;
    ProgressCounter progress_;
    double range_ = 0;
};

} // namespace

TransportPlan solve_transport(const TransportCosts &costs, std::span<const UseLimits> limits,
                              const TransportOptions &options, const RunOptions &run) {
    check(costs, limits);
    if (costs.cells() == 0)
        return {{}, std::vector<double>(limits.size())};
    return Solver(limits, options, run).solve(costs);
}

} // namespace tessera::internal
