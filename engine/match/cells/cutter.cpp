#include "match/cells/cutter.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"

#include <algorithm>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t cells_at_once = 1 << 15; // enough that starting the threads is no matter
constexpr std::size_t cells_per_turn = 256;    // that a thread takes, and works on after a stop

} // namespace

// The threads are counted here: add() is called from a thread that knows nothing of the caller's
// OpenMP settings.
CellCutter::CellCutter(Grid grid, int samples, Take take, const RunOptions &run)
    : grid_(grid), samples_(static_cast<std::size_t>(samples)), take_(std::move(take)), run_(run),
      threads_(threads_of(run)), order_(samples_ * samples_) {}

Grid CellCutter::parts() const noexcept {
    const int samples = static_cast<int>(samples_);
    return {grid_.columns * samples, grid_.rows * samples};
}

std::int64_t CellCutter::cell_of(std::int64_t part) const noexcept {
    const auto across = std::int64_t{parts().columns};
    const auto samples = static_cast<std::int64_t>(samples_);
    return part / across / samples * grid_.columns + part % across / samples;
}

std::size_t CellCutter::sample_of(std::int64_t part) const noexcept {
    const auto across = std::int64_t{parts().columns};
    const auto samples = static_cast<std::int64_t>(samples_);
    return static_cast<std::size_t>(part / across % samples * samples + part % across % samples);
}

void CellCutter::add(const PartLine &line) {
    if (part_lines_ == 0)
        start_line(line);
    for (std::size_t i = 0; i < samples_; ++i)
        order_[part_lines_ * samples_ + i] =
            sample_of(line.first + static_cast<std::int64_t>(i) * line.step);
    averages_.insert(averages_.end(), line.means.begin(), line.means.end());
    part_lines_ = (part_lines_ + 1) % samples_;
    if (part_lines_ == 0 && lines_.size() * cells_ >= cells_at_once)
        finish();
}

void CellCutter::start_line(const PartLine &line) {
    cells_ = line.means.size() / 3 / samples_;
    const std::int64_t first = cell_of(line.first);
    const std::int64_t step = line.step * static_cast<std::int64_t>(samples_);
    const std::int64_t second = cells_ > 1 ? cell_of(line.first + step) : first;
    lines_.push_back({first, second - first});
}

void CellCutter::finish() {
    const std::size_t turns = (cells_ + cells_per_turn - 1) / cells_per_turn;
    parallel_for(lines_.size() * turns, threads_, [&] {
        return [&, averages = std::vector<double>()](std::size_t turn) mutable {
            const std::size_t begin = turn % turns * cells_per_turn;
            if (!run_.cancel.stop_requested())
                hand_on(turn / turns, begin, std::min(begin + cells_per_turn, cells_), averages);
        };
    });
    throw_if_cancelled(run_);
    lines_.clear();
    averages_.clear();
}

void CellCutter::hand_on(std::size_t line, std::size_t begin, std::size_t end,
                         std::vector<double> &averages) const {
    const std::size_t parts = cells_ * samples_;
    averages.resize((end - begin) * order_.size() * 3);
    double *cell = averages.data();
    for (std::size_t i = begin; i < end; ++i, cell += order_.size() * 3)
        for (std::size_t sample = 0; sample < order_.size(); ++sample) {
            const std::size_t y = sample / samples_, x = sample % samples_;
            const std::size_t at = (line * samples_ + y) * parts + i * samples_ + x;
            for (std::size_t band = 0; band < 3; ++band)
                cell[order_[sample] * 3 + band] = averages_[at * 3 + band];
        }
    const auto [first, step] = lines_[line];
    take_({first + static_cast<std::int64_t>(begin) * step, step, end - begin, averages});
}

} // namespace tessera::internal
