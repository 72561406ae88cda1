// A library's tiles as matching sees them: vectors, in the orientations they may be laid in.
#pragma once

#include "library/duplicates.hpp"
#include "match/nearest/index.hpp"

#include <tessera/descriptor.hpp>
#include <tessera/match.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tessera::internal {

/// A tile in one of its orientations, and how far it is from a cell.
struct Candidate {
    static constexpr int orientation_shift = 29;

    Candidate() = default;
    Candidate(TileId id, Orientation orientation, double distance)
        : shown(id | static_cast<std::uint32_t>(orientation) << orientation_shift),
          cost(static_cast<float>(distance)) {}

    std::uint32_t shown = 0; ///< tile and orientation
    float cost = 0;          ///< squared distance

    [[nodiscard]] TileId tile() const noexcept { return shown % (1U << orientation_shift); }
    [[nodiscard]] Placement placement() const noexcept {
        return {tile(), static_cast<Orientation>(shown >> orientation_shift)};
    }
};

/// vector: descriptor.dim() numbers, written.
void describe_tile(const Descriptor &descriptor, const TileFeatures &tile,
                   std::span<double> vector);

/// Its tiles are numbered from 0, as candidates name them: in the library's order, but counting
/// only those that may be chosen. Immutable; thread-safe.
class TileSet {
  public:
    TileSet(const TileLibrary &library, const MatchOptions &options, const RunOptions &run);

    [[nodiscard]] const Descriptor &descriptor() const noexcept { return *descriptor_; }
    [[nodiscard]] std::size_t dim() const noexcept { return dim_; }

    [[nodiscard]] std::size_t tiles() const noexcept { return means_.size() / 3; }

    /// The tile's id in the library.
    [[nodiscard]] TileId id_of(TileId tile) const noexcept {
        return ids_.empty() ? tile : ids_[tile];
    }
    [[nodiscard]] std::size_t photos() const noexcept { return photos_; }
    [[nodiscard]] PhotoIndex photo_of(TileId tile) const noexcept {
        return photo_of_.empty() ? tile : photo_of_[tile];
    }

    /// Smallest and largest of the tiles' first three numbers, which tell of their mean colour.
    [[nodiscard]] double least_mean(std::size_t channel) const noexcept { return least_[channel]; }
    [[nodiscard]] double most_mean(std::size_t channel) const noexcept { return most_[channel]; }

    /// The first three numbers of a tile's vector.
    [[nodiscard]] std::span<const double, 3> mean(TileId tile) const noexcept {
        return std::span<const double, 3>(&means_[std::size_t{tile} * 3], 3);
    }

    /// The nearest tile of each target, ties to the lowest id, then to the first orientation.
    /// targets: count x dim; best: count.
    void nearest(std::span<const double> targets, std::span<Candidate> best) const;

    /// The same, but those that are at their cost already, or nearly as near, may stay.
    /// best: count, tiles that may be the nearest; within: count, squared distances up to which
    /// others take their places.
    void improve(std::span<const double> targets, std::span<const double> within,
                 std::span<Candidate> best) const;

    /// The nearest photos of each target, `k` or as many as there are, each by its nearest tile and
    /// orientation, nearest first.
    /// targets: count x dim; returns count lists.
    [[nodiscard]] std::vector<std::vector<Candidate>> nearest(std::span<const double> targets,
                                                              std::size_t k) const;

    /// Of each photo its nearest tile and orientation, by photo.
    /// target: dim; photos: photos(). REQUIRES: made with a limit to how often photos are used.
    void all(std::span<const double> target, std::span<Candidate> photos) const;

  private:
    void describe(std::span<const TileFeatures> features, const RunOptions &run);

    /// The targets, turned so that tiles laid in this orientation can be compared upright.
    [[nodiscard]] std::vector<double> turned_back(std::span<const double> targets,
                                                  Orientation orientation) const;
    void keep_photos(std::vector<Candidate> &candidates, std::size_t k) const;

    std::shared_ptr<const Descriptor> descriptor_;
    std::size_t dim_;
    std::vector<Orientation> orientations_;
    std::vector<TileId> ids_;          ///< in the library; empty: the same
    std::vector<PhotoIndex> photo_of_; ///< empty: each tile is a photo
    std::size_t photos_;
    std::size_t tiles_of_photo_ = 1; ///< of the photo that has most
    std::vector<double> means_;      ///< tiles x 3
    std::vector<float> blocks_;      ///< tiles / lanes x dim x lanes; only where all() is asked for
    std::array<double, 3> least_{}, most_{};
    bool limited_; ///< how often photos are used
    std::optional<NearestIndex> index_;
};

} // namespace tessera::internal
