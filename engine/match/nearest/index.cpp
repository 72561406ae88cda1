// nanoflann's one door.

#include "match/nearest/index.hpp"

#include "match/nearest/box_search.hpp"
#include "match/nearest/box_tree.hpp"

#include <algorithm>
#include <limits>
#include <nanoflann.hpp>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t most_for_kd = 4; // dimensions
constexpr std::size_t tiles_per_leaf = 10;
// nanoflann sums a lower bound of the distance in another order than the distance itself; without
// this slack rounding could cut off the branch of an equally near tile.
constexpr double slack = 1.0 + 1e-9;

/// Names as nanoflann wants them.
struct Vectors {
    std::vector<double> values;
    std::size_t dim;

    [[nodiscard]] std::size_t kdtree_get_point_count() const { return values.size() / dim; }
    [[nodiscard]] double kdtree_get_pt(std::size_t tile, std::size_t d) const {
        return values[tile * dim + d];
    }
    template <class Box> bool kdtree_get_bbox(Box &) const { return false; }
};

/// Keeps the nearest in order, and of equally near ones the lowest ids.
class Nearest {
  public:
    using DistanceType = double;

    explicit Nearest(std::span<Neighbour> found) : found_(found) {}

    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] bool full() const { return count_ == found_.size(); }
    [[nodiscard]] double worstDist() const { return bound_; }

    bool addPoint(double distance, TileId tile) {
        const Neighbour neighbour{distance, tile};
        if (full() && !(neighbour < found_.back()))
            return true;
        std::size_t at = full() ? count_ - 1 : count_++;
        for (; at > 0 && neighbour < found_[at - 1]; --at)
            found_[at] = found_[at - 1];
        found_[at] = neighbour;
        if (full())
            bound_ = found_.back().distance * slack + std::numeric_limits<double>::min();
        return true;
    }

    void sort() const {} // nanoflann asks for it since 1.6

  private:
    std::span<Neighbour> found_;
    std::size_t count_ = 0;
    double bound_ = std::numeric_limits<double>::max();
};

} // namespace

struct NearestIndex::Tree {
    virtual ~Tree() = default;
    /// found: as many for each target as there are to find.
    virtual void nearest(std::span<const double> targets, std::size_t count,
                         std::span<Neighbour> found) const = 0;
    /// The nearest one of each target, or something beyond its distance in `within`.
    virtual void nearest_within(std::span<const double> targets,
                                [[maybe_unused]] std::span<const double> within,
                                std::span<Neighbour> found) const {
        nearest(targets, 1, found);
    }
};

namespace {

/// Dim: the vectors' dimension, or -1 for any. A known one saves an allocation for each search, and
/// lets the compiler unroll its loops.
template <int Dim> class KdTree final : public NearestIndex::Tree {
  public:
    KdTree(std::vector<double> values, std::size_t dim)
        : vectors_{std::move(values), dim},
          index_(static_cast<int>(dim), vectors_,
                 nanoflann::KDTreeSingleIndexAdaptorParams(tiles_per_leaf)) {}

    void nearest(std::span<const double> targets, std::size_t count,
                 std::span<Neighbour> found) const override {
        for (std::size_t i = 0; i < targets.size() / vectors_.dim; ++i) {
            Nearest result(found.subspan(i * count, count));
            // {}: the type of these options has another name since nanoflann 1.5.
            index_.findNeighbors(result, &targets[i * vectors_.dim], {});
        }
    }

  private:
    using Metric = nanoflann::L2_Simple_Adaptor<double, Vectors>;

    Vectors vectors_;
    nanoflann::KDTreeSingleIndexAdaptor<Metric, Vectors, Dim, TileId> index_;
};

class Boxes final : public NearestIndex::Tree {
  public:
    Boxes(std::vector<float> vectors, std::size_t dim) : tree_(std::move(vectors), dim) {}

    void nearest(std::span<const double> targets, std::size_t count,
                 std::span<Neighbour> found) const override {
        BoxSearch search(tree_, count);
        for (std::size_t i = 0; i < targets.size() / tree_.dim; ++i)
            search.find(targets.subspan(i * tree_.dim, tree_.dim), found.subspan(i * count, count));
    }

    void nearest_within(std::span<const double> targets, std::span<const double> within,
                        std::span<Neighbour> found) const override {
        BoxSearch search(tree_, 1);
        for (std::size_t i = 0; i < found.size(); ++i)
            search.find(targets.subspan(i * tree_.dim, tree_.dim), found.subspan(i, 1), within[i]);
    }

  private:
    BoxTree tree_;
};

/// By value: the longer numbers go before the tree is made.
std::vector<float> rounded(std::vector<double> vectors) {
    std::vector<float> result(vectors.size());
    std::ranges::transform(vectors, result.begin(), [](double v) { return static_cast<float>(v); });
    return result;
}

std::unique_ptr<const NearestIndex::Tree> make_tree(std::vector<double> vectors, std::size_t dim) {
    if (dim > most_for_kd)
        return std::make_unique<Boxes>(rounded(std::move(vectors)), dim);
    if (dim == 3)
        return std::make_unique<KdTree<3>>(std::move(vectors), dim);
    return std::make_unique<KdTree<-1>>(std::move(vectors), dim);
}

} // namespace

NearestIndex::NearestIndex(std::vector<double> vectors, int dim)
    : dim_(static_cast<std::size_t>(dim)), size_(vectors.size() / dim_),
      tree_(make_tree(std::move(vectors), dim_)) {}

NearestIndex::~NearestIndex() = default;

std::size_t NearestIndex::size() const noexcept { return size_; }

TileId NearestIndex::nearest(std::span<const double> target) const {
    Neighbour found;
    tree_->nearest(target, 1, {&found, 1});
    return found.tile;
}

void NearestIndex::nearest_within(std::span<const double> targets, std::span<const double> within,
                                  std::span<Neighbour> found) const {
    tree_->nearest_within(targets, within, found);
}

void NearestIndex::nearest(std::span<const double> targets, std::size_t k,
                           std::span<Neighbour> found) const {
    tree_->nearest(targets, std::min(k, size_), found);
}

} // namespace tessera::internal
