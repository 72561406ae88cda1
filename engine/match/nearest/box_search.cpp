#include "match/nearest/box_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tessera::internal {
namespace {

constexpr float farthest = std::numeric_limits<float>::max();
constexpr std::size_t many = 16; // candidates besides the k nearest that float32 may leave

/// Squared. Compiled without contraction, it is the same on every machine.
double distance(const float *row, std::span<const double> target) {
    double sum = 0;
    for (std::size_t d = 0; d < target.size(); ++d) {
        const double off = row[d] - target[d];
        sum += off * off;
    }
    return sum;
}

double length(std::span<const double> vector) {
    double sum = 0;
    for (const double value : vector)
        sum += value * value;
    return std::sqrt(sum);
}

} // namespace

BoxSearch::BoxSearch(const BoxTree &tree, std::size_t k)
    : tree_(tree), k_(std::min(k, tree.rows())),
      relative_(static_cast<double>(tree.dim + sketch_dims) * 0x1p-23), rounded_(tree.dim) {}

void BoxSearch::find(std::span<const double> target, std::span<Neighbour> found, double within) {
    start(target, within);
    descend(tree_.boxes.size() - 1, 0);
    finish(found);
}

void BoxSearch::start(std::span<const double> target, double within) {
    target_ = target;
    std::ranges::transform(target, rounded_.begin(),
                           [](double v) { return static_cast<float>(v); });
    sketch_ = tree_.sketcher.of(target);
    absolute_ = (length(target) + tree_.longest) * 0x1p-21;
    candidates_.clear();
    full_ = k_;
    limit_ = within < double{farthest} ? beyond(static_cast<float>(within)) : farthest;
    if (last_.size() == k_) { // the k nearest are no farther than any k
        float most = 0;
        for (const std::uint32_t row : last_)
            most = std::max(most, squared_distance(tree_.row(row), rounded_.data(), tree_.dim));
        limit_ = std::min(limit_, beyond(most));
    }
}

/// Where k rows have float32 distances up to the given one, no row with a greater one than the
/// result is among the k nearest. A true distance r^2 gives float32 distances, of sketches only
/// from above, within (r +- absolute)^2 (1 +- relative): so the k-th nearest is at most one such
/// step above the given distance, and the float32 distance of a nearer row at most another.
float BoxSearch::beyond(float distance) const {
    const double root = std::sqrt(double{distance}) + 2 * absolute_;
    const double result = root * root * (1 + 3 * relative_) + 1e-30;
    return static_cast<float>(std::min(result, double{farthest}));
}

void BoxSearch::descend(std::size_t level, std::size_t node) {
    const Lanes distances = squared_distances(tree_.boxes[level][node], sketch_);
    std::array<std::size_t, lanes> open;
    std::size_t count = 0;
    for (std::size_t lane = 0; lane < lanes; ++lane)
        if (distances[lane] <= limit_)
            open[count++] = lane;
    while (count > 0) {
        const auto nearest = std::min_element(
            open.begin(), open.begin() + static_cast<std::ptrdiff_t>(count),
            [&](std::size_t a, std::size_t b) { return distances[a] < distances[b]; });
        const std::size_t lane = std::exchange(*nearest, open[--count]);
        if (distances[lane] > limit_)
            return;
        if (level == 0)
            scan(node * lanes + lane);
        else
            descend(level - 1, node * lanes + lane);
    }
}

void BoxSearch::scan(std::size_t block) {
    const Lanes distances = squared_distances(tree_.blocks[block], sketch_);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        if (distances[lane] > limit_)
            continue;
        const std::size_t row = block * lanes + lane;
        const float distance = squared_distance(tree_.row(row), rounded_.data(), tree_.dim);
        if (distance > limit_)
            continue;
        candidates_.push_back({distance, static_cast<std::uint32_t>(row)});
        if (candidates_.size() >= full_)
            shrink();
    }
}

void BoxSearch::shrink() {
    const auto kth = candidates_.begin() + static_cast<std::ptrdiff_t>(k_ - 1);
    std::ranges::nth_element(candidates_, kth, {}, &Candidate::distance);
    limit_ = std::min(limit_, beyond(kth->distance));
    std::erase_if(candidates_, [&](const Candidate &c) { return c.distance > limit_; });
    if (candidates_.size() > 2 * k_ + many)
        keep_exact();
    full_ = candidates_.size() + k_ / 2 + 1;
}

/// Leaves the k nearest by exact distance, in order: for the end, and for when float32 tells too
/// few apart.
void BoxSearch::keep_exact() {
    exact_.clear();
    for (const Candidate &candidate : candidates_)
        exact_.push_back(
            {{distance(tree_.row(candidate.row), target_), tree_.tiles_of(candidate.row).front()},
             candidate});
    std::ranges::sort(exact_, {}, &Exact::neighbour);
    exact_.resize(std::min(k_, exact_.size()));
    candidates_.clear();
    for (const Exact &exact : exact_)
        candidates_.push_back(exact.candidate);
}

void BoxSearch::finish(std::span<Neighbour> found) {
    if (candidates_.size() > k_)
        shrink();
    keep_exact();
    if (!exact_.empty()) // else those of before are the better guess
        last_.clear();
    equal_.clear();
    for (const Exact &exact : exact_) {
        const auto tiles = tree_.tiles_of(exact.candidate.row);
        for (const TileId tile : tiles.first(std::min(tiles.size(), found.size())))
            equal_.push_back({exact.neighbour.distance, tile});
        last_.push_back(exact.candidate.row);
    }
    std::ranges::sort(equal_);
    equal_.resize(found.size(), {std::numeric_limits<double>::infinity(), 0});
    std::ranges::copy(equal_, found.begin());
}

} // namespace tessera::internal
