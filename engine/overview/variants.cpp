#include "overview/variants.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "compose/variant.hpp"
#include "image/colour/area.hpp"

#include <algorithm>
#include <memory>

namespace tessera::internal {
namespace {

/// Averages one variant after the other, on one thread.
class VariantAverager {
  public:
    VariantAverager(TileShape tile, const Averaging &wanted)
        : to_(std::make_unique<float *>()),
          fresh_(split_evenly(0, tile.width, wanted.parts.columns),
                 split_evenly(0, tile.height, wanted.parts.rows), wanted.transfer,
                 [to = to_.get()](std::size_t, std::span<const double> line) {
                     *to = std::ranges::transform(line, *to, [](double mean) {
                               return static_cast<float>(mean);
                           }).out;
                 }) {}

    void average(std::span<const std::uint8_t> pixels, TileShape tile, float *to) {
        *to_ = to;
        AreaMeans means = fresh_;
        for (int y = 0; y < tile.height; ++y)
            means.add_row(y, &pixels[static_cast<std::size_t>(y * tile.width) * 3]);
    }

  private:
    std::unique_ptr<float *> to_; ///< where the next line goes; stays put when this is moved
    AreaMeans fresh_;
};

std::span<const std::uint8_t> seen_pixels(const Mosaic &mosaic, VariantIndex variant,
                                          std::vector<std::uint8_t> &scratch) {
    if (mosaic.variants()[variant].is_empty() && !mosaic.background()) {
        scratch.assign(mosaic.tile().bytes(), 255);
        return scratch;
    }
    return variant_pixels(mosaic, variant, scratch);
}

} // namespace

std::vector<std::vector<float>>
variant_means(const Mosaic &mosaic, std::span<const Averaging> wanted, const RunOptions &run) {
    const std::size_t variants = mosaic.variants().size();
    std::vector<std::vector<float>> result;
    for (const Averaging &each : wanted)
        result.emplace_back(variants * each.parts.cells() * 3);
    parallel_for(variants, threads_of(run), [&] {
        std::vector<VariantAverager> averagers;
        for (const Averaging &each : wanted)
            averagers.emplace_back(mosaic.tile(), each);
        return [&, averagers = std::move(averagers),
                scratch = std::vector<std::uint8_t>()](std::size_t variant) mutable {
            throw_if_cancelled(run);
            const auto pixels = seen_pixels(mosaic, static_cast<VariantIndex>(variant), scratch);
            for (std::size_t i = 0; i < wanted.size(); ++i)
                averagers[i].average(pixels, mosaic.tile(),
                                     &result[i][variant * wanted[i].parts.cells() * 3]);
        };
    });
    return result;
}

} // namespace tessera::internal
