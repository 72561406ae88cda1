// Tiles as parts of one large baseline JPEG; libjpeg's one door.
#pragma once

#include "write/jpeg/codes.hpp"

#include <tessera/geometry.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tessera::internal {

inline constexpr std::int64_t longest_jpeg_side = 65'500; // px, libjpeg's; the format has 35 more

/// What all tiles of one JPEG have in common.
struct JpegForm {
    TileShape tile{};        ///< REQUIRES: sides are multiples of unit()
    int quality = 85;        ///< 1 .. 100, as libjpeg scales its quantisation tables by
    bool subsampled = false; ///< 4:2:0 rather than 4:4:4

    /// Side of what is coded as one, an MCU, px. Source: ITU-T T.81, A.2.3.
    [[nodiscard]] int unit() const noexcept { return subsampled ? 16 : 8; }

    /// Whether a tile is whole MCUs.
    [[nodiscard]] bool fits() const noexcept {
        return tile.width % unit() == 0 && tile.height % unit() == 0;
    }

    /// Rows of them in a tile: each is a restart interval, for itself.
    [[nodiscard]] int rows() const noexcept { return tile.height / unit(); }
};

/// What the header of a JPEG says beside its form.
struct JpegMetadata {
    Size size{};     ///< REQUIRES: multiples of the tile, at most longest_jpeg_side
    double dpi = 72; ///< rounded to what the format holds, 1 .. 65535
    std::span<const std::uint8_t> profile{}; ///< ICC; empty for none
};

/// Everything up to the scan. Throws: Error{write_failed}.
[[nodiscard]] std::vector<std::uint8_t> jpeg_header(const JpegForm &form, const JpegCodes &codes,
                                                    const JpegMetadata &header);

class Libjpeg;

/// Encodes tiles, one after another. Coefficients are those that libjpeg finds in a picture of
/// which the tile is a part. Not thread-safe: one for each thread.
class JpegTileEncoder {
  public:
    explicit JpegTileEncoder(const JpegForm &form);
    ~JpegTileEncoder();
    JpegTileEncoder(JpegTileEncoder &&) noexcept;

    /// The scan of a tile in those codes: rows() restart intervals, each with the two bytes of the
    /// marker that ends it, of the last one EOI. pixels: height x width x 3.
    /// Valid until the next call. Throws: Error{write_failed}.
    [[nodiscard]] std::span<const std::uint8_t> scan(std::span<const std::uint8_t> pixels,
                                                     const JpegCodes &codes);

    /// What a tile's scan consists of. Throws: Error{write_failed}.
    [[nodiscard]] JpegStatistics statistics(std::span<const std::uint8_t> pixels);

  private:
    std::unique_ptr<Libjpeg> libjpeg_;
};

} // namespace tessera::internal
