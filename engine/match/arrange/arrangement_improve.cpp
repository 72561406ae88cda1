// Arrangement: moves that lower its energy.

#include "base/run.hpp"
#include "match/arrange/arrangement.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::internal {
namespace {

constexpr float least_gain = 1e-4F;   // a part of a cell's energy: less is rounding
constexpr int most_quick_spacing = 3; // up to which moves take little time

} // namespace

/// Noise might leave an arrangement worse than it found it.
void Arrangement::improve() {
    if (task_.options.effort == 0)
        return;
    const std::vector<Candidate> filled = standing_;
    const double before = energy();
    if (can_reassign())
        reassign();
    if (!can_reassign() || task_.rules.spacing <= most_quick_spacing)
        move_cells(task_.options.effort);
    const bool is_worse = energy() > before;
    for (CellIndex cell = 0; is_worse && cell < standing_.size(); ++cell)
        board_->clear(cell);
    for (CellIndex cell = 0; cell < standing_.size(); ++cell)
        if (is_worse)
            put({cell, filled[cell]});
        else
            moves_ += filled[cell].shown != standing_[cell].shown;
}

double Arrangement::energy() {
    double sum = 0;
    for (CellIndex cell = 0; cell < standing_.size(); ++cell) {
        sum += worth(cell, standing_[cell]);
        if (task_.rules.variety > 0) {
            here_.look(*board_, cell);
            sum += here_.penalty(board_->at(cell)) / 2; // each pair is seen twice
        }
    }
    return sum;
}

void Arrangement::move_cells(int sweeps) {
    ProgressCounter progress(run_, "move", order_.size() * static_cast<std::size_t>(sweeps));
    std::ranges::fill(may_improve_, true);
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        bool moved = false;
        for (const CellIndex cell : order_) {
            throw_if_cancelled(run_);
            if (std::exchange(may_improve_[cell], false))
                moved = move(cell) || moved;
            progress.add(1);
        }
        if (!moved) {
            progress.add(order_.size() * static_cast<std::size_t>(sweeps - sweep - 1));
            break;
        }
    }
}

/// What stands around a changed cell may have better places now.
void Arrangement::note_change(CellIndex cell) {
    may_improve_[cell] = true;
    board_->for_each_too_near(cell, [&](PhotoIndex photo, CellIndex other) {
        if (photo != board_->nothing())
            may_improve_[other] = true;
    });
}

/// Whether that was for the better.
bool Arrangement::move(CellIndex cell) {
    here_.look(*board_, cell);
    const PhotoIndex old = board_->at(cell);
    if (board_->is_scarce(old))
        return false;
    const float energy = worth(cell, standing_[cell]) + here_.penalty(old);
    const float least = least_gain * std::abs(energy);
    Plan best{.gain = least};
    for (const Candidate &wanted : candidates(cell)) {
        if (energy - worth(cell, wanted) <= best.gain)
            break;
        const PhotoIndex shown = photo(wanted);
        const std::size_t copies = here_.copies(shown);
        const float gain = energy - worth(cell, wanted) - here_.penalty(shown);
        if (shown == old || copies > Surroundings::most_told)
            continue;
        if (copies > 1 && board_->is_scarce(shown))
            continue;
        if (copies > 0)
            consider_moving_copies(cell, wanted, energy, best);
        else if (gain > best.gain && !board_->is_full(shown))
            best = {.gain = gain, .own = {cell, wanted}};
    }
    if (best.gain > least)
        apply(best);
    return best.gain > least;
}

/// The copies move on one after the other, on the board itself, which is then put back.
void Arrangement::consider_moving_copies(CellIndex cell, const Candidate &wanted, float energy,
                                         Plan &best) {
    const PhotoIndex shown = photo(wanted), old = board_->at(cell);
    Plan plan{.gain = energy - worth(cell, wanted), .own = {cell, wanted}};
    board_->clear(cell);
    for (std::size_t i = 0; i < here_.copies(shown) && plan.gain > best.gain; ++i) {
        const CellIndex other = here_.copy(shown, i);
        there_.look(*board_, other);
        const float now = worth(other, standing_[other]) + there_.penalty(shown);
        std::optional<Candidate> next;
        float least = now + plan.gain;
        for (const Candidate &each : candidates(other)) {
            if (worth(other, each) >= least)
                break;
            const PhotoIndex another = photo(each);
            if (another == shown || there_.copies(another) > 0 || board_->is_full(another))
                continue;
            if (const float then = worth(other, each) + there_.penalty(another); then < least) {
                least = then;
                next = each;
            }
        }
        if (!next) {
            plan.gain = 0;
            break;
        }
        plan.gain -= least - now;
        board_->clear(other);
        board_->put(other, photo(*next));
        plan.others[plan.others_count++] = {other, *next};
    }
    if (plan.gain > best.gain && task_.rules.variety > 0) {
        there_.look(*board_, cell); // as the copies have moved
        plan.gain -= there_.penalty(shown);
    }
    if (plan.gain > best.gain)
        best = plan;
    for (std::size_t i = plan.others_count; i-- > 0;) {
        board_->clear(plan.others[i].cell);
        board_->put(plan.others[i].cell, shown);
    }
    board_->put(cell, old);
}

void Arrangement::apply(const Plan &plan) {
    board_->clear(plan.own.cell);
    for (std::size_t i = 0; i < plan.others_count; ++i) {
        board_->clear(plan.others[i].cell);
        put(plan.others[i]);
    }
    put(plan.own);
    note_change(plan.own.cell);
    for (std::size_t i = 0; i < plan.others_count; ++i)
        note_change(plan.others[i].cell);
}

} // namespace tessera::internal
