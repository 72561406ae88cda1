#include "match/arrange/arrangement.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t cells_per_turn = 64;
constexpr std::size_t candidate_bytes = std::size_t{1} << 30; // of all cells together
constexpr std::size_t least_candidates = 16, most_candidates = 64;
constexpr float steps_of_weight = 5;    // each: 1 to 4 makes 16 of them
constexpr std::size_t typical_rank = 8; // a rule makes a cell take a tile of about this rank

std::size_t candidates_of_cell(std::size_t cells, std::size_t photos) {
    const std::size_t affordable =
        candidate_bytes / sizeof(Candidate) / std::max<std::size_t>(1, cells);
    return std::min(photos, std::clamp(affordable, least_candidates, most_candidates));
}

} // namespace

Arrangement::Arrangement(Task task, const RunOptions &run)
    : task_(std::move(task)), run_(run), price_(task_.prices.begin(), task_.prices.end()),
      width_(candidates_of_cell(task_.layout.size(), task_.tiles.photos())),
      candidates_(task_.layout.size() * width_), order_(task_.layout.size()),
      standing_(task_.layout.size()), here_(task_.tiles.photos()), there_(task_.tiles.photos()),
      may_improve_(task_.layout.size()) {
    find_candidates();
    sort_cells();
    empty();
}

/// The k candidates of the least worth, the least first.
std::vector<Candidate> Arrangement::look_up(CellIndex cell, std::size_t k) const {
    const auto target = task_.targets.of(cell);
    if (price_.empty())
        return std::move(task_.tiles.nearest(target, k).front());
    std::vector<Candidate> all(task_.tiles.photos());
    task_.tiles.all(target, all);
    const auto by_worth = [&](const Candidate &each) {
        return std::pair(worth(cell, each), each.shown);
    };
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(k, all.size()));
    std::ranges::nth_element(all, end, {}, by_worth);
    all.erase(end, all.end());
    std::ranges::sort(all, {}, by_worth);
    return all;
}

void Arrangement::find_candidates() {
    const std::size_t cells = task_.layout.size();
    parallel_for((cells + cells_per_turn - 1) / cells_per_turn, threads_of(run_), [&] {
        return [&](std::size_t turn) {
            throw_if_cancelled(run_);
            const std::size_t begin = turn * cells_per_turn;
            const std::size_t count = std::min(cells_per_turn, cells - begin);
            if (price_.empty()) {
                const auto found = task_.tiles.nearest(task_.targets.of(begin, count), width_);
                for (std::size_t i = 0; i < count; ++i)
                    std::ranges::copy(found[i], &candidates_[(begin + i) * width_]);
            } else {
                for (std::size_t cell = begin; cell < begin + count; ++cell)
                    std::ranges::copy(look_up(static_cast<CellIndex>(cell), width_),
                                      &candidates_[cell * width_]);
            }
        };
    });
}

/// The most important first, in a few steps; then the largest, which are hardest to find a place
/// for; then by detail; among equals by chance, so that no
/// direction shows.
void Arrangement::sort_cells() {
    std::vector<std::tuple<float, int, float, std::uint64_t>> keys(order_.size());
    for (std::size_t cell = 0; cell < keys.size(); ++cell) {
        float detail = 0;
        for (std::size_t d = 3; d < task_.targets.dim; ++d) {
            const float value = task_.targets.vectors[cell * task_.targets.dim + d];
            detail += value * value;
        }
        const float importance = std::floor(task_.targets.weight(cell) * steps_of_weight);
        keys[cell] = {-importance, -task_.layout[cell].scale, -detail,
                      scrambled(task_.options.seed ^ scrambled(cell))};
    }
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::sort(order_, {}, [&](CellIndex cell) { return std::pair(keys[cell], cell); });
}

void Arrangement::empty() {
    double unit = 0;
    for (std::size_t cell = 0; cell < standing_.size(); ++cell) {
        const auto some = candidates(static_cast<CellIndex>(cell));
        unit += some[std::min(typical_rank, width_ - 1)].cost - some[0].cost;
    }
    unit /= double(standing_.size());
    typical_loss_ = static_cast<float>(unit);
    steps_ = 0;
    driven_away_.assign(standing_.size(), 0);
    board_.emplace(task_.layout, task_.rules, task_.tiles.photos(), 8 * unit);
}

std::optional<Candidate> Arrangement::best_in(CellIndex cell, std::span<const Candidate> some,
                                              const Surroundings &around) const {
    std::optional<Candidate> best;
    float least = 0;
    for (const Candidate &candidate : some) {
        if (best && worth(cell, candidate) >= least)
            break;
        const PhotoIndex shown = photo(candidate);
        if (around.copies(shown) > 0 || board_->is_full(shown))
            continue;
        if (const float energy = worth(cell, candidate) + around.penalty(shown);
            !best || energy < least) {
            best = candidate;
            least = energy;
        }
    }
    return best;
}

std::optional<Candidate> Arrangement::best_of_all(CellIndex cell, Surroundings &around) const {
    for (std::size_t k = width_; k < task_.tiles.photos();) {
        k = std::min(4 * k, task_.tiles.photos());
        if (const auto best = best_in(cell, look_up(cell, k), around))
            return best;
    }
    return std::nullopt;
}

std::optional<Candidate> Arrangement::best_for(CellIndex cell, Surroundings &around) {
    around.look(*board_, cell);
    if (task_.options.diffuse > 0) // its target has changed
        std::ranges::copy(look_up(cell, width_), &candidates_[std::size_t{cell} * width_]);
    const auto best = best_in(cell, candidates(cell), around);
    return best ? best : best_of_all(cell, around);
}

void Arrangement::put(const Change &change) {
    board_->put(change.cell, photo(change.candidate));
    standing_[change.cell] = change.candidate;
}

bool Arrangement::fill() {
    ProgressCounter progress(run_, "arrange", order_.size());
    // The targets are as they were, unless errors are carried.
    const auto before = task_.options.diffuse > 0 ? task_.targets.vectors : std::vector<float>();
    for (const CellIndex cell : order_) {
        throw_if_cancelled(run_);
        const auto best = best_for(cell, here_);
        if (!best && make_room(cell)) {
            progress.add(1);
            continue;
        }
        if (!best) {
            empty();
            if (!before.empty())
                task_.targets.vectors = before;
            find_candidates();
            return false;
        }
        put({cell, *best});
        if (task_.options.diffuse > 0)
            carry_error(cell, *best);
        progress.add(1);
    }
    return true;
}

bool Arrangement::fill_by_pattern() {
    const auto side = static_cast<std::size_t>(task_.rules.spacing) + 1;
    // Each class of cells gets light and dark photos alike.
    std::vector<TileId> tiles(task_.tiles.photos(), UINT32_MAX);
    std::vector<std::size_t> class_of(task_.tiles.photos());
    for (TileId tile = static_cast<TileId>(task_.tiles.tiles()); tile-- > 0;)
        tiles[task_.tiles.photo_of(tile)] = tile;
    std::ranges::sort(tiles, {},
                      [&](TileId tile) { return std::pair(task_.tiles.mean(tile)[0], tile); });
    for (std::size_t i = 0; i < tiles.size(); ++i)
        class_of[task_.tiles.photo_of(tiles[i])] = i % (side * side);
    for (const CellIndex cell : order_) {
        throw_if_cancelled(run_);
        const auto [column, row, scale] = task_.layout[cell];
        const std::size_t wanted =
            static_cast<std::size_t>(row) % side * side + static_cast<std::size_t>(column) % side;
        auto found = look_up(cell, task_.tiles.photos());
        std::erase_if(found,
                      [&](const Candidate &each) { return class_of[photo(each)] != wanted; });
        here_.look(*board_, cell);
        const auto best = best_in(cell, found, here_);
        if (!best)
            return false;
        put({cell, *best});
    }
    return true;
}

std::vector<Placement> Arrangement::placements() const {
    std::vector<Placement> result;
    for (const Candidate &candidate : standing_)
        result.push_back(candidate.placement());
    return result;
}

double Arrangement::cost() const {
    double sum = 0;
    for (const Candidate &candidate : standing_)
        sum += candidate.cost;
    return sum / double(standing_.size());
}

double Arrangement::nearest_cost() const {
    double sum = 0;
    for (std::size_t cell = 0; cell < standing_.size(); ++cell)
        sum += candidates_[cell * width_].cost;
    return sum / double(standing_.size());
}

} // namespace tessera::internal
