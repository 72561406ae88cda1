#include "match/board.hpp"

#include <algorithm>
#include <cmath>

namespace tessera {
namespace {

constexpr int variety_reach = 8;

bool too_near(int x, int y, const RepetitionRules &rules) {
    return rules.metric == SpacingMetric::chebyshev
               ? std::max(std::abs(x), std::abs(y)) <= rules.spacing
               : std::int64_t{x} * x + std::int64_t{y} * y <=
                     std::int64_t{rules.spacing} * rules.spacing;
}

int reach_of(Grid grid, const RepetitionRules &rules) {
    const int reach = std::max(rules.spacing, rules.variety > 0 ? variety_reach : 0);
    return std::min(reach, std::max(grid.columns, grid.rows) - 1);
}

} // namespace

Board::Board(Grid grid, const RepetitionRules &rules, std::size_t photos, double unit)
    : grid_(grid), least_(rules.min_use), most_(rules.max_use == 0 ? UINT32_MAX : rules.max_use),
      limited_(rules.min_use > 0 || rules.max_use > 0), reach_(reach_of(grid, rules)),
      stride_(static_cast<std::size_t>(grid.columns + 2 * reach_)), places_(grid.cells()),
      uses_(photos) {
    photos_.assign(stride_ * static_cast<std::size_t>(grid.rows + 2 * reach_), nothing());
    for (std::size_t cell = 0; cell < places_.size(); ++cell) {
        const auto columns = static_cast<std::size_t>(grid.columns);
        const auto margin = static_cast<std::size_t>(reach_);
        places_[cell] = static_cast<std::uint32_t>((cell / columns + margin) * stride_ +
                                                   cell % columns + margin);
    }
    add_steps(rules, unit);
}

void Board::add_steps(const RepetitionRules &rules, double unit) {
    for (int y = -reach_; y <= reach_; ++y)
        for (int x = -reach_; x <= reach_; ++x) {
            if (x == 0 && y == 0)
                continue;
            const double distance = std::hypot(x, y);
            const Step step{y * static_cast<std::ptrdiff_t>(stride_) + x, y * grid_.columns + x,
                            static_cast<float>(rules.variety * unit / (distance * distance))};
            if (too_near(x, y, rules))
                too_near_.push_back(step);
            else if (step.penalty > 0 && distance <= variety_reach)
                dear_.push_back(step);
        }
}

void Board::put(CellIndex cell, PhotoIndex photo) noexcept {
    photos_[place_of(cell)] = photo;
    if (limited_)
        ++uses_[photo];
}

void Board::clear(CellIndex cell) noexcept {
    PhotoIndex &photo = photos_[place_of(cell)];
    if (limited_)
        --uses_[photo];
    photo = nothing();
}

void Surroundings::look(const Board &board, CellIndex cell) {
    ++look_;
    const auto see = [&](PhotoIndex photo) -> Seen & {
        Seen &seen = seen_[photo];
        if (seen.look != look_)
            seen = {look_, 0, 0, {}};
        return seen;
    };
    board.for_each_too_near(cell, [&](PhotoIndex photo, CellIndex where) {
        Seen &seen = see(photo);
        if (seen.copies < most_told)
            seen.where[seen.copies] = where;
        ++seen.copies;
    });
    board.for_each_dear(cell,
                        [&](PhotoIndex photo, float penalty) { see(photo).penalty += penalty; });
}

} // namespace tessera
