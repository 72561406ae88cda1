// Numbers as colours.
#pragma once

#include "overview/cell_means.hpp"

#include <tessera/overview.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// Colours at even steps of a scale, whose lightness only falls or only rises.
/// Source: Matplotlib's magma, reversed, and viridis (van der Walt, Smith 2015), CC0.
[[nodiscard]] std::span<const Rgb> error_scale();
[[nodiscard]] std::span<const Rgb> use_scale();

/// The colour at 0 .. 1 along a scale; what lies beyond takes its end's.
[[nodiscard]] Rgb colour_at(std::span<const Rgb> scale, double position);

/// The pixels of a map: px.rows x px.columns x 4, transparent where there is no mean.
/// positions: along the scale, 0 .. 1.
[[nodiscard]] std::vector<std::uint8_t> draw_map(const CellMeans &positions,
                                                 std::span<const Rgb> scale);

/// Least, mean and most of what cells hold, and the map of it.
class MapBuilder {
  public:
    MapBuilder(Grid cells, Grid px) : positions_(cells, px) {}

    /// A cell's number, and where on the scale it lies, 0 .. 1.
    void add(std::uint64_t cell, double value, double position);

    [[nodiscard]] CellMap build(std::span<const Rgb> scale, double scale_end) const;

  private:
    CellMeans positions_;
    double least_ = 0, most_ = 0, sum_ = 0;
    std::uint64_t count_ = 0;
};

} // namespace tessera::internal
