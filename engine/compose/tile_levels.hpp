// Variants' pixels, halved again and again.
// Why: docs/decisions/frames-are-drawn-at-their-own-scale.md
#pragma once

#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tessera::internal {

/// Means of the parts of a picture, which needn't be whole px.
/// from: height x width x 3; to: size.height x size.width x 3, written; neither side is larger.
void average(std::span<const std::uint8_t> from, TileShape shape, TileShape size,
             std::span<std::uint8_t> to);

/// Level 0 is the tile; each further one is half as wide and as high, rounded up; the last is 1 px.
/// Kept once they were asked for. Not thread-safe, but of() is between calls of the others.
class TileLevels {
  public:
    /// REQUIRES: the mosaic outlives this; no cell is transparent.
    TileLevels(const Mosaic &mosaic, std::uint64_t memory);

    [[nodiscard]] int count() const noexcept { return static_cast<int>(levels_.size()); }
    [[nodiscard]] TileShape shape(int level) const { return levels_[at(level)].shape; }

    /// Forgets everything, if more is kept than may be.
    void trim();

    /// Makes sure of the variants in those cells. REQUIRES: within the grid.
    /// Throws: Error{corrupt_store}; Error{cancelled}.
    void require(int level, const Rect &cells, const RunOptions &run);

    /// Makes sure of the last level of all variants.
    void require_means(const RunOptions &run);

    /// shape(level).height x width x 3. REQUIRES: made sure of.
    [[nodiscard]] const std::uint8_t *of(int level, VariantIndex variant) const noexcept {
        return levels_[at(level)].pixels[variant];
    }

  private:
    struct Level {
        TileShape shape{};
        std::vector<const std::uint8_t *> pixels{};           ///< by variant, null where missing
        std::vector<std::unique_ptr<std::uint8_t[]>> slabs{}; ///< that they lie in
    };

    static std::size_t at(int level) noexcept { return static_cast<std::size_t>(level); }
    void add(int level, std::span<const VariantIndex> variants, const RunOptions &run);

    const Mosaic &mosaic_;
    std::uint64_t memory_, bytes_ = 0;
    bool has_means_ = false;
    std::vector<Level> levels_;
};

} // namespace tessera::internal
