#include "match/assign.hpp"

#include "base/run.hpp"

#include <algorithm>
#include <utility>

namespace tessera {
namespace {

constexpr std::size_t cells_at_once = 1 << 15; // enough that starting the threads is no matter
constexpr std::size_t cells_per_turn = 256;    // that a thread takes, and works on after a stop

} // namespace

// The threads are counted here: take() is called from a thread that knows nothing of the caller's
// OpenMP settings.
Assignment::Assignment(Grid grid, const Descriptor &descriptor, const NearestIndex &index,
                       const RunOptions &run)
    : grid_(grid), descriptor_(descriptor), index_(index), run_(run), threads_(threads_of(run)),
      samples_(static_cast<std::size_t>(descriptor.samples())), order_(samples_ * samples_),
      tiles_(grid.cells()) {}

Grid Assignment::parts() const noexcept {
    return {grid_.columns * descriptor_.samples(), grid_.rows * descriptor_.samples()};
}

std::int64_t Assignment::cell_of(std::int64_t part) const noexcept {
    const std::int64_t across = parts().columns, samples = descriptor_.samples();
    return part / across / samples * grid_.columns + part % across / samples;
}

std::size_t Assignment::sample_of(std::int64_t part) const noexcept {
    const std::int64_t across = parts().columns, samples = descriptor_.samples();
    return static_cast<std::size_t>(part / across % samples * samples + part % across % samples);
}

void Assignment::take(const PartLine &line) {
    if (part_lines_ == 0)
        start_lines(line);
    for (std::size_t i = 0; i < samples_; ++i)
        order_[part_lines_ * samples_ + i] =
            sample_of(line.first + static_cast<std::int64_t>(i) * line.step);
    averages_.insert(averages_.end(), line.means.begin(), line.means.end());
    part_lines_ = (part_lines_ + 1) % samples_;
    if (part_lines_ == 0 && lines_.size() * cells_ >= cells_at_once)
        assign_lines();
}

void Assignment::start_lines(const PartLine &line) {
    cells_ = line.means.size() / 3 / samples_;
    const std::int64_t first = cell_of(line.first);
    const std::int64_t step = line.step * static_cast<std::int64_t>(samples_);
    const std::int64_t second = cells_ > 1 ? cell_of(line.first + step) : first;
    lines_.push_back({first, second - first});
}

void Assignment::assign_lines() {
    const std::size_t turns = (cells_ + cells_per_turn - 1) / cells_per_turn;
#pragma omp parallel for num_threads(threads_) schedule(dynamic)
    for (std::size_t turn = 0; turn < lines_.size() * turns; ++turn) {
        const std::size_t begin = turn % turns * cells_per_turn;
        if (!run_.cancel.stop_requested())
            assign_some(turn / turns, begin, std::min(begin + cells_per_turn, cells_));
    }
    throw_if_cancelled(run_);
    lines_.clear();
    averages_.clear();
}

void Assignment::assign_some(std::size_t line, std::size_t begin, std::size_t end) {
    const std::size_t parts = cells_ * samples_;
    std::vector<double> cell(order_.size() * 3);
    std::vector<double> target(static_cast<std::size_t>(descriptor_.dim()));
    for (std::size_t i = begin; i < end; ++i) {
        for (std::size_t sample = 0; sample < order_.size(); ++sample) {
            const std::size_t y = sample / samples_, x = sample % samples_;
            const std::size_t at = (line * samples_ + y) * parts + i * samples_ + x;
            std::copy_n(&averages_[at * 3], 3, &cell[order_[sample] * 3]);
        }
        descriptor_.describe(cell, target);
        tiles_[static_cast<std::size_t>(lines_[line].first +
                                        static_cast<std::int64_t>(i) * lines_[line].step)] =
            index_.nearest(target);
    }
}

std::vector<TileId> Assignment::finish() && {
    assign_lines();
    return std::move(tiles_);
}

} // namespace tessera
