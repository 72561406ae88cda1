// Cells to the px of a small picture: several of them to one where there are many.
#pragma once

#include <tessera/geometry.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tessera::internal {

/// The most px for a picture of `size`, or of its shape, with neither side above `longest` nor one
/// of `most`. At least one px a side.
[[nodiscard]] inline Grid px_within(Size size, int longest, Grid most) {
    const double scale = double(longest) / double(std::max(size.width, size.height));
    const auto fit = [&](std::int64_t side, int bound) {
        return std::clamp(static_cast<int>(std::lround(scale * double(side))), 1, bound);
    };
    return {fit(size.width, most.columns), fit(size.height, most.rows)};
}

/// Means of a number over the cells that lie on each px. Cells that are never added don't count.
class CellMeans {
  public:
    /// REQUIRES: no more px than cells along a side.
    CellMeans(Grid cells, Grid px)
        : cells_(cells), px_(px), sums_(px.cells()), counts_(px.cells()) {}

    [[nodiscard]] Grid px() const noexcept { return px_; }

    void add(std::uint64_t cell, double value) {
        const auto columns = static_cast<std::uint64_t>(cells_.columns);
        const std::uint64_t x = cell % columns * static_cast<std::uint64_t>(px_.columns) / columns;
        const std::uint64_t y = cell / columns * static_cast<std::uint64_t>(px_.rows) /
                                static_cast<std::uint64_t>(cells_.rows);
        const std::uint64_t at = y * static_cast<std::uint64_t>(px_.columns) + x;
        sums_[at] += value;
        ++counts_[at];
    }

    /// By row-major index of a px; nothing where no cell was added.
    [[nodiscard]] std::optional<double> at(std::size_t px) const {
        return counts_[px] ? std::optional(sums_[px] / double(counts_[px])) : std::nullopt;
    }

  private:
    Grid cells_, px_;
    std::vector<double> sums_;
    std::vector<std::uint32_t> counts_;
};

} // namespace tessera::internal
