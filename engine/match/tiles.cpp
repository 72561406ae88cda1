#include "match/tiles.hpp"

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "match/nearest/kernels.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t tiles_per_turn = 256;

Orientation inverse(Orientation orientation) {
    switch (orientation) {
    case Orientation::turned_90:
        return Orientation::turned_270;
    case Orientation::turned_270:
        return Orientation::turned_90;
    default:
        return orientation;
    }
}

std::vector<Orientation> orientations_for(const MatchOptions &options, TileShape tile,
                                          const Descriptor &descriptor) {
    std::vector<Orientation> result = {Orientation::upright};
    if (descriptor.samples() == 1) // a mean looks the same whichever way it is laid
        return result;
    using enum Orientation;
    if (options.flip)
        result.push_back(mirrored);
    if (options.rotate)
        result.push_back(turned_180);
    if (options.flip && options.rotate)
        result.push_back(flipped);
    if (options.rotate && tile.width == tile.height) {
        if (options.flip)
            result.push_back(transposed);
        result.push_back(turned_90);
        if (options.flip)
            result.push_back(transversed);
        result.push_back(turned_270);
    }
    return result;
}

std::vector<TileFeatures> features_of(const TileLibrary &library, std::span<const TileId> ids) {
    std::vector<TileFeatures> features = library.store().features();
    if (ids.empty())
        return features;
    for (std::size_t i = 0; i < ids.size(); ++i) // ascending: what is overwritten was taken before
        features[i] = features[ids[i]];
    features.resize(ids.size());
    return features;
}

std::string name_of(const MatchOptions &options) {
    return options.descriptor.empty() ? descriptor_names().front() : options.descriptor;
}

} // namespace

void describe_tile(const Descriptor &descriptor, const TileFeatures &tile,
                   std::span<double> vector) {
    if (descriptor.samples() == 1)
        descriptor.describe(tile.mean, vector);
    else
        descriptor.describe(std::vector<double>(tile.parts.begin(), tile.parts.end()), vector);
}

TileSet::TileSet(const TileLibrary &library, const MatchOptions &options, const RunOptions &run)
    : descriptor_(make_descriptor(name_of(options), {options.detail})),
      dim_(static_cast<std::size_t>(descriptor_->dim())),
      orientations_(orientations_for(options, library.info().tile, *descriptor_)),
      ids_(options.tiles.value_or(std::vector<TileId>{})),
      limited_(options.rules.max_use > 0 || options.rules.min_use > 0) {
    const std::vector<TileFeatures> features = features_of(library, ids_);
    photo_of_ = group_duplicates(features, options.rules.duplicates_as_one);
    photos_ = photo_of_.empty() ? 0 : std::ranges::max(photo_of_) + std::size_t{1};
    if (photos_ == features.size())
        photo_of_.clear(); // each is its own
    std::vector<std::size_t> tiles(photos_);
    for (const PhotoIndex photo : photo_of_)
        tiles_of_photo_ = std::max(tiles_of_photo_, ++tiles[photo]);
    describe(features, run);
}

void TileSet::describe(std::span<const TileFeatures> features, const RunOptions &run) {
    std::vector<double> vectors(features.size() * dim_);
    means_.resize(features.size() * 3);
    parallel_for((features.size() + tiles_per_turn - 1) / tiles_per_turn, threads_of(run), [&] {
        return [&](std::size_t turn) {
            const std::size_t begin = turn * tiles_per_turn;
            for (std::size_t tile = begin; tile < std::min(begin + tiles_per_turn, features.size());
                 ++tile) {
                const std::span vector(&vectors[tile * dim_], dim_);
                describe_tile(*descriptor_, features[tile], vector);
                std::copy_n(vector.begin(), 3, &means_[tile * 3]);
            }
        };
    });
    for (std::size_t channel = 0; channel < 3; ++channel) {
        least_[channel] = most_[channel] = means_[channel];
        for (std::size_t i = channel; i < means_.size(); i += 3) {
            least_[channel] = std::min(least_[channel], means_[i]);
            most_[channel] = std::max(most_[channel], means_[i]);
        }
    }
    if (limited_) {
        blocks_.resize((features.size() + lanes - 1) / lanes * lanes * dim_);
        for (std::size_t i = 0; i < vectors.size(); ++i) {
            const std::size_t tile = i / dim_, d = i % dim_;
            blocks_[(tile / lanes * dim_ + d) * lanes + tile % lanes] =
                static_cast<float>(vectors[i]);
        }
    }
    index_.emplace(std::move(vectors), descriptor_->dim());
}

std::vector<double> TileSet::turned_back(std::span<const double> targets,
                                         Orientation orientation) const {
    std::vector<double> result(targets.begin(), targets.end());
    if (orientation != Orientation::upright)
        for (std::size_t at = 0; at < targets.size(); at += dim_)
            descriptor_->turn(targets.subspan(at, dim_), inverse(orientation),
                              std::span(result).subspan(at, dim_));
    return result;
}

void TileSet::nearest(std::span<const double> targets, std::span<Candidate> best) const {
    std::vector<Neighbour> found(best.size()), nearest(best.size());
    std::vector<Orientation> laid(best.size(), Orientation::upright);
    for (const Orientation orientation : orientations_) {
        index_->nearest(turned_back(targets, orientation), 1, found);
        for (std::size_t i = 0; i < best.size(); ++i)
            if (orientation == Orientation::upright || found[i].distance < nearest[i].distance ||
                (found[i].distance == nearest[i].distance && found[i].tile < nearest[i].tile)) {
                nearest[i] = found[i];
                laid[i] = orientation;
            }
    }
    for (std::size_t i = 0; i < best.size(); ++i)
        best[i] = {nearest[i].tile, laid[i], nearest[i].distance};
}

void TileSet::improve(std::span<const double> targets, std::span<const double> within,
                      std::span<Candidate> best) const {
    std::vector<Neighbour> found(best.size());
    std::vector<double> least(within.begin(), within.end());
    std::vector<TileId> tile(best.size(), no_tile);
    for (const Orientation orientation : orientations_) {
        index_->nearest_within(turned_back(targets, orientation), least, found);
        for (std::size_t i = 0; i < best.size(); ++i)
            if (found[i].distance < least[i] ||
                (found[i].distance == least[i] && found[i].tile < tile[i] && tile[i] != no_tile)) {
                least[i] = found[i].distance;
                tile[i] = found[i].tile;
                best[i] = {tile[i], orientation, least[i]};
            }
    }
}

std::vector<std::vector<Candidate>> TileSet::nearest(std::span<const double> targets,
                                                     std::size_t k) const {
    std::vector<std::vector<Candidate>> result(targets.size() / dim_);
    const std::size_t wanted = std::min(k * tiles_of_photo_, index_->size());
    std::vector<Neighbour> found(result.size() * wanted);
    for (const Orientation orientation : orientations_) {
        index_->nearest(turned_back(targets, orientation), wanted, found);
        for (std::size_t i = 0; i < found.size(); ++i)
            result[i / wanted].emplace_back(found[i].tile, orientation, found[i].distance);
    }
    for (std::vector<Candidate> &candidates : result)
        keep_photos(candidates, k);
    return result;
}

void TileSet::all(std::span<const double> target, std::span<Candidate> photos) const {
    std::vector<float> from(dim_);
    std::ranges::fill(photos,
                      Candidate(0, Orientation::upright, std::numeric_limits<float>::max()));
    for (const Orientation orientation : orientations_) {
        const auto turned = turned_back(target, orientation);
        std::ranges::transform(turned, from.begin(),
                               [](double value) { return static_cast<float>(value); });
        for (std::size_t first = 0; first < tiles(); first += lanes) {
            const Lanes costs = squared_distances(&blocks_[first * dim_], from.data(), dim_);
            const std::size_t count = std::min(lanes, tiles() - first);
            for (std::size_t i = 0; i < count; ++i) {
                const auto tile = static_cast<TileId>(first + i);
                if (Candidate &best = photos[photo_of(tile)]; costs[i] < best.cost)
                    best = {tile, orientation, costs[i]};
            }
        }
    }
}

/// Of each photo the nearest, and of these the k nearest.
void TileSet::keep_photos(std::vector<Candidate> &candidates, std::size_t k) const {
    const bool sorted = orientations_.size() == 1;
    if (!sorted)
        std::ranges::sort(candidates, {}, [](const Candidate &candidate) {
            return std::tuple(candidate.cost, candidate.tile(), candidate.shown);
        });
    if (!sorted || !photo_of_.empty()) {
        std::vector<PhotoIndex> seen;
        std::erase_if(candidates, [&](const Candidate &candidate) {
            const PhotoIndex photo = photo_of(candidate.tile());
            const bool again = seen.size() == k || std::ranges::find(seen, photo) != seen.end();
            if (!again)
                seen.push_back(photo);
            return again;
        });
    }
    candidates.resize(std::min(candidates.size(), k));
}

} // namespace tessera::internal
