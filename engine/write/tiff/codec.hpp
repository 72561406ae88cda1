// One tile of pixels to the bytes that a TIFF holds of it. libtiff's one door.
#pragma once

#include <tessera/geometry.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// How the tiles of a TIFF are coded.
struct TiffCoding {
    std::string compression = "deflate"; ///< none, lzw, deflate, zstd, jpeg, webp
    int quality = 85;                    ///< 1 .. 100, of jpeg and webp
    int level = 0;                       ///< of deflate and zstd; 0: their own default
    bool differences = true;             ///< horizontal predictor of lzw, deflate and zstd
    bool subsampled = true;              ///< 4:2:0 rather than 4:4:4, of jpeg
    bool lossless = false;               ///< of webp
};

/// Tags of TIFF that follow from a coding. Source: TIFF 6.0; Technical Note 2 for JPEG.
struct TiffCodingTags {
    std::uint16_t compression = 1;
    std::uint16_t photometric = 2;
    bool differences = false; ///< has the horizontal predictor
    bool subsampled = false;  ///< 4:2:0 YCbCr
};

[[nodiscard]] TiffCodingTags tags_of(const TiffCoding &coding);

/// Empty if this build of libtiff has that compression, else why not.
[[nodiscard]] std::string coding_refusal(const TiffCoding &coding);

/// Encodes tiles of one shape, one after the other. Not thread-safe.
class TiffEncoder {
  public:
    /// REQUIRES: the sides are multiples of 16. Throws: Error{unsupported}.
    TiffEncoder(const TiffCoding &coding, TileShape shape);
    ~TiffEncoder();
    TiffEncoder(TiffEncoder &&) noexcept;

    /// pixels: height x width x 3. The bytes are appended. Throws: Error{write_failed}.
    void encode(std::span<const std::uint8_t> pixels, std::vector<std::uint8_t> &bytes);

    /// The JPEGTables that belong to all tiles; empty for other compressions.
    [[nodiscard]] std::vector<std::uint8_t> jpeg_tables();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace tessera::internal
