// The part of nanoflann's interface that Tessera uses, with the names and the demands of
// version 1.5 and later. It has a definition of each template, so that the compiler instantiates
// its user.
#pragma once

#include <cstddef>
#include <cstdint>

#define NANOFLANN_VERSION 0x160

namespace nanoflann {

struct SearchParameters {
    SearchParameters(float allowed_error = 0, bool in_order = true)
        : eps(allowed_error), sorted(in_order) {}
    float eps;
    bool sorted;
};

enum class KDTreeSingleIndexAdaptorFlags { None = 0 };

struct KDTreeSingleIndexAdaptorParams {
    KDTreeSingleIndexAdaptorParams(
        std::size_t leaf = 10,
        KDTreeSingleIndexAdaptorFlags behaviour = KDTreeSingleIndexAdaptorFlags::None,
        unsigned threads = 1)
        : leaf_max_size(leaf), flags(behaviour), n_thread_build(threads) {}
    std::size_t leaf_max_size;
    KDTreeSingleIndexAdaptorFlags flags;
    unsigned n_thread_build;
};

template <class T, class Dataset> struct L2_Simple_Adaptor {
    using ElementType = T;
    using DistanceType = T;
};

/// Looks at every point, in place of a tree.
template <class Distance, class Dataset, std::int32_t Dim, class IndexType>
class KDTreeSingleIndexAdaptor {
  public:
    using ElementType = typename Distance::ElementType;

    KDTreeSingleIndexAdaptor(std::int32_t dimensions, const Dataset &dataset,
                             const KDTreeSingleIndexAdaptorParams & = {})
        : dimensions_(dimensions), dataset_(dataset) {
        struct {
        } box;
        dataset.kdtree_get_bbox(box);
    }

    template <class Results>
    bool findNeighbors(Results &results, const ElementType *point,
                       const SearchParameters &parameters = {}) const {
        for (IndexType i = 0; i < dataset_.kdtree_get_point_count(); ++i) {
            typename Results::DistanceType distance = 0;
            for (std::int32_t d = 0; d < dimensions_; ++d) {
                const auto step = point[d] - dataset_.kdtree_get_pt(i, static_cast<std::size_t>(d));
                distance += step * step;
            }
            if (distance < results.worstDist() && !results.addPoint(distance, i))
                break;
        }
        if (parameters.sorted)
            results.sort();
        return results.size() > 0 && results.full();
    }

  private:
    std::int32_t dimensions_;
    const Dataset &dataset_;
};

} // namespace nanoflann
