// Pictures to be stored by a benchmark.
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/tile.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera {
class TileStore;
}

namespace tessera::cli {

/// Some hundred pictures that differ, over and over again: as many as are asked for, in little
/// memory. Stores don't look for equal pictures, so that makes no difference to them.
class BenchPictures {
  public:
    /// How many of that shape differ.
    [[nodiscard]] static std::size_t most_of(TileShape shape);

    /// Pictures that compress as photos do, the same ones for the same seed.
    BenchPictures(TileShape shape, std::uint64_t seed, std::size_t count);

    /// The first tiles of a library, at most as many as differ. Throws: as TileStore::read().
    explicit BenchPictures(const TileStore &tiles);

    [[nodiscard]] std::span<const std::uint8_t> pixels(TileId id) const {
        return std::span(pixels_).subspan(id % records_.size() * shape_.bytes(), shape_.bytes());
    }
    [[nodiscard]] const TileFeatures &features(TileId id) const {
        return features_[id % records_.size()];
    }
    [[nodiscard]] TileRecord record(TileId id) const;

    [[nodiscard]] TileShape shape() const { return shape_; }

  private:
    void describe();

    TileShape shape_;
    std::vector<std::uint8_t> pixels_; ///< of all that differ, one after another
    std::vector<TileRecord> records_;
    std::vector<TileFeatures> features_;
};

} // namespace tessera::cli
