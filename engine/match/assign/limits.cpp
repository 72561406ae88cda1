#include "match/assign/limits.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"

#include <algorithm>
#include <cstdint>

namespace tessera::internal {
namespace {

constexpr std::size_t cells_per_turn = 64;

class PhotoCosts final : public TransportCosts {
  public:
    PhotoCosts(const Targets &targets, const TileSet &tiles) : targets_(targets), tiles_(tiles) {}

    [[nodiscard]] std::size_t cells() const noexcept override { return targets_.cells(); }
    [[nodiscard]] std::size_t photos() const noexcept override { return tiles_.photos(); }
    void row(std::size_t cell, std::span<float> costs) const override {
        std::vector<Candidate> all(costs.size());
        tiles_.all(targets_.of(cell), all);
        std::ranges::transform(all, costs.begin(), [weight = targets_.weight(cell)](auto &each) {
            return weight * each.cost;
        });
    }

  private:
    const Targets &targets_;
    const TileSet &tiles_;
};

} // namespace

TransportPlan keep_to_limits(const Targets &targets, const TileSet &tiles,
                             const RepetitionRules &rules, const RunOptions &run) {
    const UseLimits each{rules.min_use, rules.max_use == 0 ? UINT32_MAX : rules.max_use};
    const std::vector<UseLimits> limits(tiles.photos(), each);
    return solve_transport(PhotoCosts(targets, tiles), limits, {}, run);
}

std::vector<Candidate> tiles_of(const TransportPlan &plan, const Targets &targets,
                                const TileSet &tiles, const RunOptions &run) {
    std::vector<Candidate> result(targets.cells());
    parallel_for((result.size() + cells_per_turn - 1) / cells_per_turn, threads_of(run), [&] {
        return [&, all = std::vector<Candidate>(tiles.photos())](std::size_t turn) mutable {
            throw_if_cancelled(run);
            const std::size_t begin = turn * cells_per_turn;
            for (std::size_t cell = begin; cell < std::min(begin + cells_per_turn, result.size());
                 ++cell) {
                tiles.all(targets.of(cell), all);
                result[cell] = all[plan.photos[cell]];
            }
        };
    });
    return result;
}

} // namespace tessera::internal
