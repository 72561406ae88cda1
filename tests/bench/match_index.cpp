// Measures the search for nearest tiles: of vectors like those of photos' patches, in growing
// numbers, or of a library's own. Targets are such vectors too, each a little like the one before,
// as cells of a picture are. Run it: match_index [LIBRARY]

#include "match/nearest/index.hpp"

#include <tessera/tessera.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <random>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t samples = 16, channels = 3, patch_dim = samples * channels;
constexpr std::size_t targets_at_once = 256;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Coefficients of a patch, low frequencies first: amplitudes fall with the frequency, differ from
/// patch to patch, and are small in colour. `like_last`: 0 to 1, of a patch to the one before.
std::vector<double> patches(std::size_t count, double like_last, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> last(patch_dim), all;
    all.reserve(count * patch_dim);
    for (std::size_t i = 0; i < count; ++i) {
        const double contrast = std::exp(normal(random));
        for (std::size_t d = 0; d < patch_dim; ++d) {
            const std::size_t frequency = d / channels;
            const double channel = d % channels == 0 ? 1.0 : 0.3;
            const double amplitude =
                frequency == 0 ? 25 : 4 * contrast / static_cast<double>(frequency);
            const double fresh = std::sqrt(1 - like_last * like_last);
            last[d] = like_last * last[d] + fresh * channel * amplitude * normal(random);
            all.push_back(last[d]);
        }
    }
    return all;
}

void measure(std::vector<double> vectors, std::size_t dim, const std::vector<double> &targets,
             std::size_t k) {
    const std::size_t tiles = vectors.size() / dim, count = targets.size() / dim;
    auto begin = Clock::now();
    const tessera::internal::NearestIndex index(std::move(vectors), static_cast<int>(dim));
    const double build = seconds_since(begin);
    begin = Clock::now();
    double sum = 0;
#pragma omp parallel for schedule(dynamic) reduction(+ : sum)
    for (std::size_t first = 0; first < count; first += targets_at_once) {
        const std::size_t some = std::min(targets_at_once, count - first);
        std::vector<tessera::internal::Neighbour> found(some * std::min(k, tiles));
        index.nearest(std::span(targets).subspan(first * dim, some * dim), k, found);
        sum += std::sqrt(found.front().distance);
    }
    const double search = seconds_since(begin);
    std::printf("%9zu targets x %8zu tiles x %zu, k = %2zu: built in %.3f s, searched in %.3f s, "
                "%.2f us a target\n",
                count, tiles, dim, k, build, search, search * 1e6 / static_cast<double>(count));
}

void measure_library(const char *path) {
    const auto library = tessera::TileLibrary::open(path);
    const auto descriptor = tessera::make_descriptor("grid-lab");
    const auto dim = static_cast<std::size_t>(descriptor->dim());
    std::vector<double> vectors;
    for (const tessera::TileFeatures &features : library.store().features()) {
        vectors.resize(vectors.size() + dim);
        descriptor->describe(std::vector<double>(features.parts.begin(), features.parts.end()),
                             std::span(vectors).last(dim));
    }
    std::vector<double> targets = vectors;
    for (std::size_t i = 0; i + dim < targets.size(); ++i)
        targets[i] = (targets[i] + vectors[i + dim]) / 2;
    for (const std::size_t k : {1U, 64U})
        measure(vectors, dim, targets, k);
}

void measure_growth() {
    for (const auto &[targets, tiles] : {std::pair<std::size_t, std::size_t>{10'000, 1'000},
                                         {100'000, 1'000},
                                         {100'000, 10'000},
                                         {100'000, 100'000},
                                         {1'000'000, 100'000}})
        for (const std::size_t k : {1U, 64U})
            if (k == 1 || targets <= 100'000)
                measure(patches(tiles, 0, 1), patch_dim, patches(targets, 0.8, 2), k);
}

} // namespace

int main(int argc, char **argv) {
    try {
        const tessera::Session session;
        argc > 1 ? measure_library(argv[1]) : measure_growth();
        return 0;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
