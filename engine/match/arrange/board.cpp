#include "match/arrange/board.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace tessera::internal {
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

Board::Board(const Layout &layout, const RepetitionRules &rules, std::size_t photos, double unit)
    : layout_(layout), least_(rules.min_use),
      most_(rules.max_use == 0 ? UINT32_MAX : rules.max_use),
      limited_(rules.min_use > 0 || rules.max_use > 0), reach_(reach_of(layout.grid(), rules)),
      margin_(std::max(reach_, 1)), stride_(layout.grid().columns + 2 * margin_),
      places_(layout.size()), uses_(photos) {
    const auto all = stride_ * (layout.grid().rows + 2 * margin_);
    photos_.assign(static_cast<std::size_t>(all), nothing());
    cells_.assign(static_cast<std::size_t>(all), no_cell);
    for (CellIndex cell = 0; cell < places_.size(); ++cell) {
        const auto [column, row, scale] = layout[cell];
        places_[cell] = static_cast<std::uint32_t>((row + margin_) * stride_ + column + margin_);
        for (int y = 0; y < scale; ++y)
            std::fill_n(&cells_[places_[cell] + static_cast<std::size_t>(y * stride_)], scale,
                        cell);
    }
    for (const int scale : {1, 2, 4})
        steps_[static_cast<std::size_t>(scale / 2)] = steps_of(scale, rules, unit);
}

/// Distances are those of the nearest parts.
Board::Steps Board::steps_of(int scale, const RepetitionRules &rules, double unit) const {
    Steps steps;
    for (int y = -reach_; y < scale + reach_; ++y)
        for (int x = -reach_; x < scale + reach_; ++x) {
            const int across = x - std::clamp(x, 0, scale - 1);
            const int down = y - std::clamp(y, 0, scale - 1);
            if (across == 0 && down == 0)
                continue;
            const double distance = std::hypot(across, down);
            const Step step{y * stride_ + x,
                            static_cast<float>(rules.variety * unit / (distance * distance))};
            if (too_near(across, down, rules))
                steps.too_near.push_back(step);
            else if (step.penalty > 0 && distance <= variety_reach)
                steps.dear.push_back(step);
        }
    return steps;
}

void Board::fill(CellIndex cell, PhotoIndex photo) noexcept {
    const int scale = layout_.get()[cell].scale;
    for (int y = 0; y < scale; ++y)
        std::fill_n(&photos_[places_[cell] + static_cast<std::size_t>(y * stride_)], scale, photo);
}

void Board::put(CellIndex cell, PhotoIndex photo) noexcept {
    fill(cell, photo);
    if (limited_)
        ++uses_[photo];
}

void Board::clear(CellIndex cell) noexcept {
    if (limited_)
        --uses_[at(cell)];
    fill(cell, nothing());
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
        const auto told =
            std::span(seen.where).first(std::min<std::size_t>(seen.copies, most_told));
        if (std::ranges::find(told, where) != told.end())
            return; // another part of it
        if (seen.copies < most_told)
            seen.where[seen.copies] = where;
        ++seen.copies;
    });
    board.for_each_dear(cell,
                        [&](PhotoIndex photo, float penalty) { see(photo).penalty += penalty; });
}

} // namespace tessera::internal
