// The levels of a pyramid in which tiles are too small to be shared: drawn, and kept on disk until
// the file that they belong to is written.
#pragma once

#include "write/tiff_file.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// A level of `size` px, and below it each at half the size of the one before, until one fits in a
/// tile. Rows are given from top to bottom; what is held of a level is one row of its tiles.
class TiffPyramidLevels {
  public:
    /// folder: where encoded tiles are kept, in files without a name, for the output `target`.
    TiffPyramidLevels(Size size, const TiffCoding &coding, const std::string &folder,
                      const std::string &target, const RunOptions &run);
    ~TiffPyramidLevels();

    static constexpr int tile_side = 256; ///< px, of every level

    /// The next rows of the first level, to be filled by the caller: height x width x 3.
    [[nodiscard]] std::span<std::uint8_t> strip();
    [[nodiscard]] int strip_height() const; ///< px; tile_side, less at the end; 0 after it
    /// Takes the strip that was filled.
    void take_strip();

    /// The levels, largest first. Valid as long as this. REQUIRES: every strip was taken.
    [[nodiscard]] std::vector<TiffLevel> levels() const;

  private:
    struct Level;
    void flush(std::size_t index);
    void encode(Level &level) const;
    void halve_into_next(std::size_t index);

    TiffCoding coding_;
    const RunOptions &run_;
    std::vector<std::unique_ptr<Level>> levels_;
};

/// Size of the next smaller level.
[[nodiscard]] constexpr Size half_of(Size size) {
    return {(size.width + 1) / 2, (size.height + 1) / 2};
}

} // namespace tessera
