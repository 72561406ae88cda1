// Arrangement: how nearby cells make up for errors of colour.

#include "match/arrange/arrangement.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tessera::internal {

/// To the empty cells around, those side by side twice as much as those across the corner: Knuth
/// 1987, doi:10.1145/35039.35040. An error weighs as much as the area that it covers.
void Arrangement::carry_error(CellIndex cell, const Candidate &placed) {
    const auto area = [&](CellIndex any) {
        return static_cast<float>(task_.layout[any].scale * task_.layout[any].scale);
    };
    std::vector<std::pair<CellIndex, float>> takers;
    float weights = 0;
    board_->for_each_touching(cell, [&](PhotoIndex photo, CellIndex there, bool beside) {
        if (there == Board::no_cell || photo != board_->nothing())
            return;
        takers.emplace_back(there, beside ? 2.0F : 1.0F);
        weights += takers.back().second;
    });
    const auto mean = task_.tiles.mean(placed.tile());
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const float error = task_.targets.vectors[cell * task_.targets.dim + channel] -
                            static_cast<float>(mean[channel]);
        for (const auto &[there, weight] : takers)
            task_.targets.vectors[there * task_.targets.dim + channel] +=
                static_cast<float>(task_.options.diffuse) * error * weight / weights * area(cell) /
                area(there);
    }
    for (const auto &[there, weight] : takers)
        limit_target(there);
}

/// Errors that no tile can make up for must not grow from cell to cell.
void Arrangement::limit_target(CellIndex cell) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
        float &value = task_.targets.vectors[cell * task_.targets.dim + channel];
        value = std::clamp(value, static_cast<float>(task_.tiles.least_mean(channel)),
                           static_cast<float>(task_.tiles.most_mean(channel)));
    }
}

} // namespace tessera::internal
