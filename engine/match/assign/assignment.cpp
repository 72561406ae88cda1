#include "match/assign/assignment.hpp"

#include <algorithm>
#include <limits>

namespace tessera::internal {

void Assignment::clear() {
    for (const Arc &arc : arcs_)
        columns_[arc.column] = {};
    arcs_.clear();
    rows_.clear();
}

void Assignment::next_row() {
    const auto begin = static_cast<std::uint32_t>(arcs_.size());
    rows_.push_back({begin, begin, 0});
}

void Assignment::add(std::uint32_t column, float cost) {
    arcs_.push_back({column, cost});
    ++rows_.back().end;
}

std::span<const std::uint32_t> Assignment::solve() {
    const auto rows = static_cast<std::uint32_t>(rows_.size());
    result_.clear();
    for (std::uint32_t row = 0; row < rows; ++row)
        if (!take_cheapest(row))
            result_.push_back(row);
    for (const std::uint32_t row : result_)
        augment(row);
    result_.resize(rows);
    for (const Arc &arc : arcs_)
        if (const Column &column = columns_[arc.column]; column.row != none)
            result_[column.row] = column.taken - rows_[column.row].begin;
    return result_;
}

/// Most rows need no path.
bool Assignment::take_cheapest(std::uint32_t row) {
    Row &here = rows_[row];
    std::uint32_t best = here.begin;
    for (std::uint32_t arc = here.begin + 1; arc < here.end; ++arc)
        if (arcs_[arc].cost < arcs_[best].cost)
            best = arc;
    here.price = arcs_[best].cost;
    Column &column = columns_[arcs_[best].column];
    if (column.row != none)
        return false;
    column.row = row;
    column.taken = best;
    return true;
}

void Assignment::augment(std::uint32_t row) {
    reached_.clear();
    reach_from(row, 0);
    std::uint32_t last = nearest();
    for (; columns_[last].row != none; last = nearest()) {
        columns_[last].is_final = true;
        reach_from(columns_[last].row, columns_[last].length);
    }
    const float length = columns_[last].length;
    rows_[row].price += length;
    for (const std::uint32_t each : reached_)
        if (Column &column = columns_[each]; column.is_final) {
            column.price -= length - column.length;
            rows_[column.row].price += length - column.length;
        }
    for (std::uint32_t column = last; column != none;) {
        Column &here = columns_[column];
        const std::uint32_t owner = here.from;
        std::uint32_t left = none; // what its new owner had
        for (std::uint32_t arc = rows_[owner].begin; owner != row && arc < rows_[owner].end; ++arc)
            if (const Column &other = columns_[arcs_[arc].column];
                other.row == owner && other.taken == arc)
                left = arcs_[arc].column;
        here.row = owner;
        here.taken = here.reach;
        column = left;
    }
    for (const std::uint32_t each : reached_) {
        columns_[each].reach = none;
        columns_[each].is_final = false;
    }
}

void Assignment::reach_from(std::uint32_t row, float length) {
    const Row &here = rows_[row];
    for (std::uint32_t arc = here.begin; arc < here.end; ++arc) {
        Column &column = columns_[arcs_[arc].column];
        if (column.is_final)
            continue;
        const float longer = length + arcs_[arc].cost - here.price - column.price;
        if (column.reach == none)
            reached_.push_back(arcs_[arc].column);
        else if (longer >= column.length)
            continue;
        column.length = longer;
        column.reach = arc;
        column.from = row;
    }
}

std::uint32_t Assignment::nearest() const {
    std::uint32_t best = none;
    float least = std::numeric_limits<float>::max();
    for (const std::uint32_t each : reached_)
        if (const Column &column = columns_[each]; !column.is_final && column.length < least) {
            least = column.length;
            best = each;
        }
    return best;
}

} // namespace tessera::internal
