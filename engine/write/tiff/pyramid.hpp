// The levels of a pyramid in which tiles are too small to be shared: drawn, and kept on disk until
// the file that they belong to is written.
#pragma once

#include "write/tiff/file.hpp"

#include <tessera/run.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// Where encoded tiles are kept, in files without a name, and for which output.
struct TiffScratch {
    std::string folder, target;
};

/// A level of `size` px, and below it each at half the size of the one before, until one fits in a
/// tile. Rows are given from top to bottom; what is held of a level is one row of its tiles.
/// A shard draws the rows of its share: of as many levels as have a row of tiles for each shard,
/// and the px of the level after those, rest().
class TiffPyramidLevels {
  public:
    TiffPyramidLevels(Size size, Shard shard, const TiffCoding &coding, const TiffScratch &scratch,
                      const RunOptions &run);
    ~TiffPyramidLevels();

    static constexpr int tile_side = 256; ///< px, of every level

    /// Px rows of the first level that are to be given.
    [[nodiscard]] Range rows() const;

    /// The next rows of the first level, to be filled by the caller: height x width x 3.
    [[nodiscard]] std::span<std::uint8_t> strip();
    [[nodiscard]] int strip_height() const; ///< px; tile_side, less at the end; 0 after it
    /// Takes the strip that was filled.
    void take_strip();

    /// The levels, largest first. Valid as long as this. REQUIRES: every strip was taken.
    [[nodiscard]] std::vector<TiffLevel> levels() const;

    /// Px of the level that would follow them, height x width x 3; called piece by piece. Nothing
    /// where all levels were drawn. REQUIRES: every strip was taken.
    void rest(const std::function<void(std::span<const std::uint8_t>)> &take) const;

  private:
    struct Level;
    void flush(std::size_t index);
    void encode(Level &level) const;
    void halve_into_next(std::size_t index);

    TiffCoding coding_;
    const RunOptions &run_;
    std::vector<std::unique_ptr<Level>>
        levels_; ///< those drawn, and one more where there is a rest
    std::size_t drawn_ = 0;
};

/// Sizes of the levels from one of `size` px down to the last.
[[nodiscard]] std::vector<Size> drawn_sizes(Size size);

/// A level of that size, without its tiles.
[[nodiscard]] TiffLevel tiff_pyramid_level(Size size);

/// How many of those levels shards draw; the others are left to who joins them.
[[nodiscard]] std::size_t levels_of_shards(Size size, int shards);

/// Size of the next smaller level.
[[nodiscard]] constexpr Size half_of(Size size) {
    return {(size.width + 1) / 2, (size.height + 1) / 2};
}

} // namespace tessera::internal
