#include "match/arrange/place.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "match/arrange/arrangement.hpp"
#include "match/arrange/rules.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t cells_per_turn = 256;

double mean_cost(std::span<const Candidate> candidates) {
    double sum = 0;
    for (const Candidate &candidate : candidates)
        sum += candidate.cost;
    return sum / double(candidates.size());
}

class Placer {
  public:
    Placer(const Layout &layout, Targets &targets, const TileSet &tiles,
           const MatchOptions &options, const RunOptions &run)
        : layout_(layout), targets_(targets), tiles_(tiles), options_(options), run_(run) {}

    Placed place() && {
        auto [rules, relaxed] = settle_rules(options_.rules, layout_, tiles_.photos());
        placed_.report.relaxed = std::move(relaxed);
        TransportPlan limits;
        if (rules.max_use > 0 || rules.min_use > 0)
            limits = keep_to_limits(targets_, tiles_, rules, run_);
        if (rules.spacing > 0 || rules.variety > 0 || options_.diffuse > 0)
            arrange(rules, limits.prices);
        else if (limits.photos.empty())
            take(nearest());
        else
            take_plan(limits);
        return std::move(placed_);
    }

  private:
    void take(std::span<const Candidate> candidates) {
        placed_.report.cost = placed_.report.nearest_cost = mean_cost(candidates);
        for (const Candidate &candidate : candidates)
            placed_.placements.push_back(candidate.placement());
    }

    /// Limits to photos' uses are all there is: their plan is the mosaic.
    void take_plan(const TransportPlan &plan) {
        take(tiles_of(plan, targets_, tiles_, run_));
        placed_.report.nearest_cost = mean_cost(nearest());
        placed_.report.gap = plan.gap();
    }

    [[nodiscard]] std::vector<Candidate> nearest() const {
        std::vector<Candidate> best(targets_.cells());
        const std::size_t turns = (best.size() + cells_per_turn - 1) / cells_per_turn;
        parallel_for(turns, threads_of(run_), [&] {
            return [&](std::size_t turn) {
                throw_if_cancelled(run_);
                const std::size_t begin = turn * cells_per_turn;
                const std::size_t count = std::min(cells_per_turn, best.size() - begin);
                tiles_.nearest(targets_.of(begin, count), std::span(best).subspan(begin, count));
            };
        });
        return best;
    }

    /// A spacing that turns out too large for the photos gives way, where it may.
    void arrange(RepetitionRules rules, const std::vector<double> &prices) {
        for (;; --rules.spacing) {
            Arrangement arrangement({layout_, targets_, tiles_, options_, rules, prices}, run_);
            if ((arrangement.fill() || arrangement.fill_by_pattern()) && arrangement.use_all()) {
                arrangement.improve();
                placed_.placements = arrangement.placements();
                placed_.report.cost = arrangement.cost();
                placed_.report.nearest_cost = arrangement.nearest_cost();
                placed_.report.moves = arrangement.moves();
                return;
            }
            const std::string why =
                fmt::format("found no way to keep copies of {} photos more than {} cells apart "
                            "within the limits to their uses",
                            tiles_.photos(), rules.spacing);
            if (!rules.relax || rules.spacing == 0)
                throw Error(ErrorCode::invalid_argument, why);
            placed_.report.relaxed.push_back(fmt::format("{}: {} now", why, rules.spacing - 1));
        }
    }

    const Layout &layout_;
    Targets &targets_;
    const TileSet &tiles_;
    const MatchOptions &options_;
    const RunOptions &run_;
    Placed placed_;
};

} // namespace

Placed place_tiles(const Layout &layout, Targets &targets, const TileSet &tiles,
                   const MatchOptions &options, const RunOptions &run) {
    return Placer(layout, targets, tiles, options, run).place();
}

} // namespace tessera::internal
