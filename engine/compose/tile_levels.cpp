#include "compose/tile_levels.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "compose/variant.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

namespace tessera::internal {
namespace {

constexpr std::size_t bands = 3;

/// Part of a px that belongs to a part of the picture.
struct Share {
    std::size_t part;
    int px;
    double weight; ///< of sum 1 for each part
};

std::vector<Share> shares(int length, int parts) {
    std::vector<Share> result;
    const double step = double(length) / parts;
    for (int part = 0; part < parts; ++part) {
        const double begin = part * step, end = std::min((part + 1) * step, double(length));
        for (int px = static_cast<int>(begin); px < end; ++px)
            result.push_back({static_cast<std::size_t>(part), px,
                              (std::min(end, px + 1.0) - std::max(begin, double(px))) / step});
    }
    return result;
}

} // namespace

void average(std::span<const std::uint8_t> from, TileShape shape, TileShape size,
             std::span<std::uint8_t> to) {
    const auto across = shares(shape.width, size.width), down = shares(shape.height, size.height);
    const std::size_t line = static_cast<std::size_t>(size.width) * bands;
    std::vector<double> sums(static_cast<std::size_t>(size.height) * line);
    for (const Share &y : down)
        for (const Share &x : across) {
            const std::uint8_t *px =
                &from[static_cast<std::size_t>(y.px * shape.width + x.px) * bands];
            double *sum = &sums[y.part * line + x.part * bands];
            for (std::size_t band = 0; band < bands; ++band)
                sum[band] += y.weight * x.weight * px[band];
        }
    std::ranges::transform(sums, to.begin(), [](double sum) {
        return static_cast<std::uint8_t>(std::min(std::lround(sum), 255L));
    });
}

TileLevels::TileLevels(const Mosaic &mosaic, std::uint64_t memory)
    : mosaic_(mosaic), memory_(memory) {
    TileShape shape = mosaic.tile();
    levels_.push_back({.shape = shape});
    while (shape.width > 1 || shape.height > 1) {
        shape = {(shape.width + 1) / 2, (shape.height + 1) / 2};
        levels_.push_back({.shape = shape});
    }
}

void TileLevels::trim() {
    if (bytes_ <= memory_)
        return;
    bytes_ = 0;
    has_means_ = false;
    for (Level &level : levels_)
        level = {.shape = level.shape};
}

void TileLevels::require(int level, const Rect &cells, const RunOptions &run) {
    auto &pixels = levels_[at(level)].pixels;
    pixels.resize(mosaic_.variants().size());
    std::vector<bool> wanted(pixels.size());
    std::vector<VariantIndex> missing;
    for (int row = cells.top; row < cells.top + cells.height; ++row)
        for (const VariantIndex variant : mosaic_.cells_of(row).subspan(
                 static_cast<std::size_t>(cells.left), static_cast<std::size_t>(cells.width)))
            if (!pixels[variant] && !wanted[variant]) {
                wanted[variant] = true;
                missing.push_back(variant);
            }
    if (!missing.empty())
        add(level, missing, run);
}

void TileLevels::require_means(const RunOptions &run) {
    if (has_means_)
        return;
    Level &last = levels_.back();
    last.pixels.resize(mosaic_.variants().size());
    std::vector<VariantIndex> all(last.pixels.size());
    std::iota(all.begin(), all.end(), VariantIndex{0});
    add(count() - 1, all, run);
    has_means_ = true;
}

void TileLevels::add(int number, std::span<const VariantIndex> variants, const RunOptions &run) {
    Level &level = levels_[at(number)];
    const std::size_t bytes = level.shape.bytes();
    // Memory that isn't touched costs nothing: that of tiles that the store shows.
    level.slabs.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(variants.size() * bytes));
    std::uint8_t *slab = level.slabs.back().get();
    std::atomic<std::uint64_t> copied = 0;
    parallel_for(variants.size(), threads_of(run), [&] {
        return [&, scratch = std::vector<std::uint8_t>()](std::size_t i) mutable {
            throw_if_cancelled(run);
            const auto pixels = variant_pixels(mosaic_, variants[i], scratch);
            std::uint8_t *copy = slab + i * bytes;
            const bool shown = number == 0 && pixels.data() != scratch.data();
            if (!shown) {
                average(pixels, mosaic_.tile(), level.shape, {copy, bytes});
                copied += bytes;
            }
            level.pixels[variants[i]] = shown ? pixels.data() : copy;
        };
    });
    bytes_ += copied;
}

} // namespace tessera::internal
