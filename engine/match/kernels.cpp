#include "match/kernels.hpp"

#include <cstring>

namespace tessera {
namespace {

#define TESSERA_INLINE [[gnu::always_inline]] inline

/// As many floats as one register of the machine holds.
template <std::size_t Bytes> struct Vector {
    typedef float Type [[gnu::vector_size(Bytes)]];
    static constexpr std::size_t size = Bytes / sizeof(float);
};

template <std::size_t Bytes>
TESSERA_INLINE void to_sketches(const SketchBlock &block, const Sketch &from, Lanes &squared) {
    using V = Vector<Bytes>;
    for (std::size_t lane = 0; lane < lanes; lane += V::size) {
        typename V::Type sum{}, value;
        for (std::size_t d = 0; d < sketch_dims; ++d) {
            std::memcpy(&value, &block[d][lane], Bytes);
            value -= from[d];
            sum += value * value;
        }
        std::memcpy(&squared[lane], &sum, Bytes);
    }
}

template <std::size_t Bytes>
TESSERA_INLINE void to_boxes(const BoxBlock &block, const Sketch &from, Lanes &squared) {
    using V = Vector<Bytes>;
    for (std::size_t lane = 0; lane < lanes; lane += V::size) {
        typename V::Type sum{}, below, above;
        const typename V::Type zero{};
        for (std::size_t d = 0; d < sketch_dims; ++d) {
            std::memcpy(&below, &block.low[d][lane], Bytes);
            std::memcpy(&above, &block.high[d][lane], Bytes);
            below -= from[d];
            above = from[d] - above;
            below = below > above ? below : above;
            below = below > zero ? below : zero;
            sum += below * below;
        }
        std::memcpy(&squared[lane], &sum, Bytes);
    }
}

template <std::size_t Bytes>
TESSERA_INLINE float between(const float *a, const float *b, std::size_t dim) {
    using V = Vector<Bytes>;
    typename V::Type sums{}, left, right;
    std::size_t d = 0;
    for (; d + V::size <= dim; d += V::size) {
        std::memcpy(&left, a + d, Bytes);
        std::memcpy(&right, b + d, Bytes);
        left -= right;
        sums += left * left;
    }
    for (std::size_t half = V::size / 2; half > 0; half /= 2)
        for (std::size_t lane = 0; lane < half; ++lane)
            sums[lane] += sums[lane + half];
    float sum = sums[0];
    for (; d < dim; ++d)
        sum += (a[d] - b[d]) * (a[d] - b[d]);
    return sum;
}

// The same three under another instruction set.
#define TESSERA_KERNELS(name, bytes, target)                                                       \
    target void name##_sketches(const SketchBlock &block, const Sketch &from, Lanes &squared) {    \
        to_sketches<bytes>(block, from, squared);                                                  \
    }                                                                                              \
    target void name##_boxes(const BoxBlock &block, const Sketch &from, Lanes &squared) {          \
        to_boxes<bytes>(block, from, squared);                                                     \
    }                                                                                              \
    target float name##_between(const float *a, const float *b, std::size_t dim) {                 \
        return between<bytes>(a, b, dim);                                                          \
    }                                                                                              \
    constexpr Kernels name{name##_sketches, name##_boxes, name##_between};

TESSERA_KERNELS(baseline, 16, )
#ifdef __x86_64__
TESSERA_KERNELS(avx2, 32, [[gnu::target("avx2,fma")]])
TESSERA_KERNELS(avx512, 64, [[gnu::target("avx512f")]])
#endif

} // namespace

std::vector<Kernels> supported_kernels() {
    std::vector<Kernels> supported;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f"))
        supported.push_back(avx512);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        supported.push_back(avx2);
#endif
    supported.push_back(baseline);
    return supported;
}

const Kernels &kernels() {
    static const Kernels chosen = supported_kernels().front();
    return chosen;
}

} // namespace tessera
