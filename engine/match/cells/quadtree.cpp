#include "match/cells/quadtree.hpp"

#include "image/colour/lab.hpp"

#include <algorithm>
#include <array>

namespace tessera::internal {

CellAverages::CellAverages(Grid grid, int samples)
    : grid_(grid), samples_(static_cast<std::size_t>(samples)),
      averages_(grid.cells() * samples_ * samples_ * 3) {}

void CellAverages::add(std::size_t cell, std::span<const double> averages) noexcept {
    std::ranges::transform(averages, &averages_[cell * averages.size()],
                           [](double value) { return static_cast<float>(value); });
}

void CellAverages::of(const Place &place, std::span<double> averages) const noexcept {
    const auto scale = static_cast<std::size_t>(place.scale);
    const auto columns = static_cast<std::size_t>(grid_.columns);
    std::ranges::fill(averages, 0.0);
    for (std::size_t y = 0; y < scale * samples_; ++y)
        for (std::size_t x = 0; x < scale * samples_; ++x) {
            const std::size_t row = static_cast<std::size_t>(place.row) + y / samples_;
            const std::size_t column = static_cast<std::size_t>(place.column) + x / samples_;
            const std::size_t part = y % samples_ * samples_ + x % samples_;
            const float *from =
                &averages_[((row * columns + column) * samples_ * samples_ + part) * 3];
            double *to = &averages[(y / scale * samples_ + x / scale) * 3];
            for (std::size_t channel = 0; channel < 3; ++channel)
                to[channel] += double{from[channel]} / double(scale * scale);
        }
}

bool CellAverages::is_flat(const Place &place, double flat) const {
    Lab sum{};
    double squares = 0, count = 0;
    const std::size_t numbers = samples_ * samples_ * 3;
    Layout(grid_, {place}).for_each_cell(0, [&](std::size_t cell, Block) {
        for (std::size_t at = cell * numbers; at < (cell + 1) * numbers; at += 3) {
            const double rgb[] = {averages_[at], averages_[at + 1], averages_[at + 2]};
            const Lab lab = to_lab(rgb);
            for (std::size_t channel = 0; channel < 3; ++channel) {
                sum[channel] += lab[channel];
                squares += lab[channel] * lab[channel];
            }
            ++count;
        }
    });
    double variance = squares / count;
    for (const double each : sum)
        variance -= each / count * each / count;
    return variance <= flat * flat;
}

Layout CellAverages::layout(const std::vector<bool> &filled, int levels, double flat) const {
    std::vector<Place> places;
    const int largest = 1 << (levels - 1);
    const auto cell_at = [&](int row, int column) {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(grid_.columns) +
               static_cast<std::size_t>(column);
    };
    const auto is_whole = [&](const Place &place) {
        if (place.column + place.scale > grid_.columns || place.row + place.scale > grid_.rows)
            return false;
        for (int y = 0; y < place.scale && !filled.empty(); ++y)
            for (int x = 0; x < place.scale; ++x)
                if (!filled[cell_at(place.row + y, place.column + x)])
                    return false;
        return true;
    };
    const auto add = [&](const Place &place, const auto &self) -> void {
        if (place.column >= grid_.columns || place.row >= grid_.rows)
            return;
        if (is_whole(place) && (place.scale == 1 || is_flat(place, flat))) {
            places.push_back(place);
        } else if (const int half = place.scale / 2; half > 0) {
            self({place.column, place.row, half}, self);
            self({place.column + half, place.row, half}, self);
            self({place.column, place.row + half, half}, self);
            self({place.column + half, place.row + half, half}, self);
        }
    };
    for (int row = 0; row < grid_.rows; row += largest)
        for (int column = 0; column < grid_.columns; column += largest)
            add({column, row, largest}, add);
    return {grid_, std::move(places)};
}

} // namespace tessera::internal
