// Arrangement: cells for photos that it uses too seldom.

#include "base/run.hpp"
#include "match/arrange/arrangement.hpp"

#include <algorithm>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t spare = 64; // cells to choose from, besides those that are needed

/// A cell that could take a photo, and what it would lose by it.
struct Offer {
    float loss = 0;
    CellIndex cell = 0;
    Candidate candidate{};

    bool operator<(const Offer &other) const {
        return std::pair(loss, cell) < std::pair(other.loss, other.cell);
    }
};

} // namespace

bool Arrangement::use_all() {
    const RepetitionRules &rules = task_.rules;
    if (rules.min_use == 0)
        return true;
    std::vector<PhotoIndex> rare;
    for (PhotoIndex photo = 0; photo < task_.tiles.photos(); ++photo)
        if (board_->uses(photo) < rules.min_use)
            rare.push_back(photo);
    if (rare.empty())
        return true;
    std::vector<std::vector<Offer>> offers(rare.size()); // heaps, the worst on top
    std::vector<Candidate> all(task_.tiles.photos());
    for (CellIndex cell = 0; cell < standing_.size(); ++cell) {
        throw_if_cancelled(run_);
        task_.tiles.all(task_.targets.of(cell), all);
        for (std::size_t i = 0; i < rare.size(); ++i) {
            const float farther = all[rare[i]].cost - standing_[cell].cost;
            const Offer offer{task_.targets.weight(cell) * farther, cell, all[rare[i]]};
            if (offers[i].size() == rules.min_use + spare) {
                if (!(offer < offers[i].front()))
                    continue;
                std::pop_heap(offers[i].begin(), offers[i].end());
                offers[i].pop_back();
            }
            offers[i].push_back(offer);
            std::push_heap(offers[i].begin(), offers[i].end());
        }
    }
    for (std::size_t i = 0; i < rare.size(); ++i) {
        std::sort_heap(offers[i].begin(), offers[i].end());
        for (const auto &[loss, cell, candidate] : offers[i]) {
            if (board_->uses(rare[i]) >= rules.min_use)
                break;
            here_.look(*board_, cell);
            if (board_->is_scarce(board_->at(cell)) || here_.copies(rare[i]) > 0)
                continue;
            board_->clear(cell);
            put({cell, candidate});
        }
    }
    return std::ranges::all_of(
        rare, [&](PhotoIndex photo) { return board_->uses(photo) >= rules.min_use; });
}

} // namespace tessera::internal
