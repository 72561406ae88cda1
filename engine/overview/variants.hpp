// What a mosaic's variants look like from afar.
#pragma once

#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// For each of `wanted` the means of every variant's parts: variants x parts.rows x parts.columns
/// x 3, sRGB values 0 .. 255. Empty cells have the mosaic's background; white where they are
/// transparent. Every px is looked at, so that tints, turns and enlargements count.
/// Throws: Error{corrupt_store}; Error{cancelled}.
[[nodiscard]] std::vector<std::vector<float>>
variant_means(const Mosaic &mosaic, std::span<const Averaging> wanted, const RunOptions &run);

/// The picture that these means make up: (grid.rows x parts.rows) x (grid.columns x parts.columns)
/// x 3, row-major. parts: of a cell.
template <class Value>
[[nodiscard]] std::vector<Value> lay_out(const Mosaic &mosaic, std::span<const Value> means,
                                         Grid parts) {
    const auto width = static_cast<std::size_t>(parts.columns) * 3;
    const auto height = static_cast<std::size_t>(parts.rows);
    std::vector<Value> picture;
    picture.reserve(mosaic.cells().size() * width * height);
    for (int row = 0; row < mosaic.grid().rows; ++row)
        for (std::size_t y = 0; y < height; ++y)
            for (const VariantIndex variant : mosaic.cells_of(row)) {
                const auto line = means.subspan((variant * height + y) * width, width);
                picture.insert(picture.end(), line.begin(), line.end());
            }
    return picture;
}

} // namespace tessera::internal
