#include "match/nearest/sketch.hpp"

#include <algorithm>
#include <cmath>

namespace tessera::internal {

Sketcher::Sketcher(std::span<const float> vectors, std::size_t dim) : dimensions_(dim) {
    const auto count = static_cast<double>(vectors.size() / dim);
    for (std::size_t d = 0; d < dim; ++d)
        dimensions_[d].index = d;
    for (std::size_t i = 0; i < vectors.size(); ++i)
        dimensions_[i % dim].mean += vectors[i] / count;
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        const double off = vectors[i] - dimensions_[i % dim].mean;
        dimensions_[i % dim].variance += off * off / count;
    }
    std::ranges::stable_sort(dimensions_, std::ranges::greater{}, &Dimension::variance);
}

template <class Number> Sketch Sketcher::make(const Number *vector) const {
    Sketch sketch{};
    const std::size_t kept = std::min(sketch_dims - 1, dimensions_.size());
    const auto off = [&](std::size_t d) {
        return vector[dimensions_[d].index] - dimensions_[d].mean;
    };
    for (std::size_t d = 0; d < kept; ++d)
        sketch[d] = static_cast<float>(off(d));
    double rest = 0;
    for (std::size_t d = kept; d < dimensions_.size(); ++d)
        rest += off(d) * off(d);
    sketch.back() = static_cast<float>(std::sqrt(rest));
    return sketch;
}

Sketch Sketcher::of(std::span<const double> vector) const { return make(vector.data()); }

Sketch Sketcher::of(std::span<const float> vector) const { return make(vector.data()); }

} // namespace tessera::internal
