// nanoflann's one door.

#include "match/index.hpp"

#include <limits>
#include <nanoflann.hpp>
#include <utility>

namespace tessera {
namespace {

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

/// Keeps the nearest, and of equally near ones the lowest id.
class Nearest {
  public:
    using DistanceType = double;

    [[nodiscard]] std::size_t size() const { return found_; }
    [[nodiscard]] bool full() const { return found_ > 0; }
    [[nodiscard]] double worstDist() const { return bound_; }
    [[nodiscard]] TileId tile() const { return tile_; }

    bool addPoint(double distance, TileId tile) {
        if (found_ == 0 || distance < best_ || (distance == best_ && tile < tile_)) {
            best_ = distance;
            tile_ = tile;
            bound_ = distance * slack + std::numeric_limits<double>::min();
        }
        found_ = 1;
        return true;
    }

  private:
    std::size_t found_ = 0;
    double best_ = 0;
    double bound_ = std::numeric_limits<double>::max();
    TileId tile_ = 0;
};

} // namespace

struct NearestIndex::Tree {
    virtual ~Tree() = default;
    [[nodiscard]] virtual TileId nearest(const double *target) const = 0;
};

namespace {

/// Dim: the vectors' dimension, or -1 for any. A known one saves an allocation for each search, and
/// lets the compiler unroll its loops.
template <int Dim> class TreeOf final : public NearestIndex::Tree {
  public:
    TreeOf(std::vector<double> values, std::size_t dim)
        : vectors_{std::move(values), dim},
          index_(static_cast<int>(dim), vectors_,
                 nanoflann::KDTreeSingleIndexAdaptorParams(tiles_per_leaf)) {}

    [[nodiscard]] TileId nearest(const double *target) const override {
        Nearest result;
        index_.findNeighbors(result, target, nanoflann::SearchParams());
        return result.tile();
    }

  private:
    using Metric = nanoflann::L2_Simple_Adaptor<double, Vectors>;

    Vectors vectors_;
    nanoflann::KDTreeSingleIndexAdaptor<Metric, Vectors, Dim, TileId> index_;
};

std::unique_ptr<const NearestIndex::Tree> make_tree(std::vector<double> vectors, std::size_t dim) {
    if (dim == 3)
        return std::make_unique<TreeOf<3>>(std::move(vectors), dim);
    return std::make_unique<TreeOf<-1>>(std::move(vectors), dim);
}

} // namespace

NearestIndex::NearestIndex(std::vector<double> vectors, int dim)
    : tree_(make_tree(std::move(vectors), static_cast<std::size_t>(dim))) {}

NearestIndex::~NearestIndex() = default;

TileId NearestIndex::nearest(std::span<const double> target) const {
    return tree_->nearest(target.data());
}

} // namespace tessera
