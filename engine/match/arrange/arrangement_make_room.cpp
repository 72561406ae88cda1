// Arrangement: finding a tile for cells for which the rules leave none.

#include "base/run.hpp"
#include "match/arrange/arrangement.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t steps_of_cell = 50; // on average: more is a sign that there is no way

} // namespace

/// The photo comes that is in the way of the fewest, and what stands in its way looks for another
/// place in its turn. A cell that had to go often is harder to drive away: so it goes round in no
/// circle. Source: Morris 1993, "The Breakout Method for Escaping from Local Minima".
bool Arrangement::make_room(CellIndex cell) {
    std::vector<CellIndex> homeless = {cell};
    for (; !homeless.empty(); ++steps_) {
        throw_if_cancelled(run_);
        if (steps_ > steps_of_cell * order_.size())
            return false;
        const CellIndex next = homeless.back();
        homeless.pop_back();
        if (const auto best = best_for(next, here_))
            put({next, *best});
        else
            drive_away(next, homeless);
    }
    return true;
}

void Arrangement::drive_away(CellIndex cell, std::vector<CellIndex> &homeless) {
    const std::size_t photos = task_.tiles.photos();
    std::vector<std::uint64_t> resistance(photos);
    std::vector<CellIndex> around;
    board_->for_each_too_near(cell, [&](PhotoIndex photo, CellIndex other) {
        if (photo != board_->nothing()) {
            resistance[photo] += 1 + driven_away_[other];
            around.push_back(other);
        }
    });
    std::ranges::sort(around);
    // Large cells come in parts.
    around.erase(std::unique(around.begin(), around.end()), around.end());
    const std::vector<CellIndex> holders = easiest_holders();
    for (PhotoIndex photo = 0; photo < photos; ++photo)
        if (board_->is_full(photo) && resistance[photo] == 0) // one of its cells has to go
            resistance[photo] = 1 + driven_away_[holders[photo]];
    std::optional<Candidate> best;
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (const Candidate &candidate : look_up(cell, photos))
        if (const PhotoIndex shown = photo(candidate); resistance[shown] < least) {
            least = resistance[shown];
            best = candidate;
        }
    const PhotoIndex chosen = photo(*best);
    std::erase_if(around, [&](CellIndex other) { return board_->at(other) != chosen; });
    if (around.empty())
        around.push_back(holders[chosen]);
    for (const CellIndex other : around) {
        board_->clear(other);
        ++driven_away_[other];
        homeless.push_back(other);
    }
    put({cell, *best});
}

/// Of each photo, that of its cells that was driven away least often. Only where uses are limited.
std::vector<CellIndex> Arrangement::easiest_holders() const {
    if (task_.rules.max_use == 0)
        return {};
    constexpr auto none = std::numeric_limits<CellIndex>::max();
    std::vector<CellIndex> result(task_.tiles.photos(), none);
    for (const CellIndex cell : order_)
        if (const PhotoIndex photo = board_->at(cell); photo != board_->nothing())
            if (CellIndex &best = result[photo];
                best == none || driven_away_[cell] < driven_away_[best])
                best = cell;
    return result;
}

} // namespace tessera::internal
