#include "match/nearest/kernels.hpp"

#include <cstring>

namespace tessera::internal {
namespace {

// Four floats are what every 64-bit machine takes at once. Wider vectors gain a tenth: most of a
// search is spent on finding where to look.
constexpr std::size_t width = 4;
using Vector [[gnu::vector_size(width * sizeof(float))]] = float;

Vector load(const float *values) {
    Vector vector;
    std::memcpy(&vector, values, sizeof vector);
    return vector;
}

} // namespace

Lanes squared_distances(const SketchBlock &block, const Sketch &from) {
    Lanes squared;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        Vector sum{};
        for (std::size_t d = 0; d < sketch_dims; ++d) {
            const Vector off = load(&block[d][lane]) - from[d];
            sum += off * off;
        }
        std::memcpy(&squared[lane], &sum, sizeof sum);
    }
    return squared;
}

Lanes squared_distances(const BoxBlock &block, const Sketch &from) {
    Lanes squared;
    const Vector zero{};
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        Vector sum{};
        for (std::size_t d = 0; d < sketch_dims; ++d) {
            const Vector below = load(&block.low[d][lane]) - from[d];
            const Vector above = from[d] - load(&block.high[d][lane]);
            Vector off = below > above ? below : above;
            off = off > zero ? off : zero;
            sum += off * off;
        }
        std::memcpy(&squared[lane], &sum, sizeof sum);
    }
    return squared;
}

Lanes squared_distances(const float *block, const float *from, std::size_t dim) {
    std::array<Vector, lanes / width> sums{};
    for (std::size_t d = 0; d < dim; ++d)
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const Vector off = load(block + d * lanes + i * width) - from[d];
            sums[i] += off * off;
        }
    Lanes squared;
    std::memcpy(&squared, &sums, sizeof squared);
    return squared;
}

float squared_distance(const float *a, const float *b, std::size_t dim) {
    Vector sums{};
    std::size_t d = 0;
    for (; d + width <= dim; d += width) {
        const Vector off = load(a + d) - load(b + d);
        sums += off * off;
    }
    float sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    for (; d < dim; ++d)
        sum += (a[d] - b[d]) * (a[d] - b[d]);
    return sum;
}

} // namespace tessera::internal
