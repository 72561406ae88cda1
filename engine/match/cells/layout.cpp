#include "match/cells/layout.hpp"

#include <algorithm>

namespace tessera::internal {

Layout::Layout(Grid grid) : Layout(grid, std::vector<bool>()) {}

Layout::Layout(Grid grid, const std::vector<bool> &filled) : grid_(grid) {
    places_.reserve(filled.empty() ? grid.cells()
                                   : static_cast<std::size_t>(std::ranges::count(filled, true)));
    std::size_t cell = 0;
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column, ++cell)
            if (filled.empty() || filled[cell])
                places_.push_back({column, row});
}

/// By a table of sums. Source: Crow 1984, doi:10.1145/800031.808600.
std::uint64_t Layout::most_within(std::int64_t side) const {
    const auto width = static_cast<std::size_t>(grid_.columns) + 1;
    const auto height = static_cast<std::size_t>(grid_.rows) + 1;
    std::vector<std::uint32_t> sums(width * height);
    for (const Place &place : places_)
        ++sums[static_cast<std::size_t>(place.row + 1) * width +
               static_cast<std::size_t>(place.column + 1)];
    for (std::size_t y = 1; y < height; ++y)
        for (std::size_t x = 1; x < width; ++x) {
            std::uint32_t &sum = sums[y * width + x];
            sum +=
                sums[(y - 1) * width + x] + sums[y * width + x - 1] - sums[(y - 1) * width + x - 1];
        }
    const std::size_t across = std::min(static_cast<std::size_t>(side), width - 1);
    const std::size_t down = std::min(static_cast<std::size_t>(side), height - 1);
    std::uint32_t most = 0;
    for (std::size_t y = down; y < height; ++y)
        for (std::size_t x = across; x < width; ++x)
            most = std::max(most, sums[y * width + x] - sums[(y - down) * width + x] -
                                      sums[y * width + x - across] +
                                      sums[(y - down) * width + x - across]);
    return most;
}

std::array<std::uint64_t, 3> Layout::counts() const {
    std::array<std::uint64_t, 3> counts{};
    for (const Place &place : places_)
        ++counts[static_cast<std::size_t>(place.scale / 2)];
    return counts;
}

} // namespace tessera::internal
