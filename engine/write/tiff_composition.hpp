// A mosaic's variants as the tiles of a TIFF, with its pyramid.
#pragma once

#include "write/tiff_pyramid.hpp"
#include "write/variant_cache.hpp"

#include <tessera/mosaic.hpp>
#include <tessera/writer.hpp>

#include <memory>
#include <string>
#include <vector>

namespace tessera {

/// The levels of a mosaic: those in which its tiles are at least 16 px and multiples of 16 on each
/// side share the bytes of the variants; those below are drawn.
class TiffComposition {
  public:
    /// Encodes and draws all there is to. folder: where what exceeds the memory goes, for the
    /// output `target`. REQUIRES: the mosaic and `run` outlive it.
    /// Progress: stages "encode" (variants) and "overviews" (px rows of the first drawn level).
    /// Throws: Error{write_failed}; Error{corrupt_store}; Error{cancelled}.
    TiffComposition(const Mosaic &mosaic, const TiffCoding &coding, bool pyramid,
                    std::uint64_t memory, const std::string &folder, const std::string &target,
                    const RunOptions &run);

    /// Largest first. Valid as long as this.
    [[nodiscard]] std::vector<TiffLevel> levels() const;

    [[nodiscard]] std::vector<std::uint8_t> jpeg_tables() const;

  private:
    [[nodiscard]] Size drawn_size() const;
    [[nodiscard]] std::span<const std::uint8_t> encoded_at(VariantIndex variant,
                                                           std::size_t level) const;
    void encode();
    void encode_variant(VariantIndex variant, std::span<const std::uint8_t> pixels,
                        std::vector<TiffEncoder> &encoders);
    void draw(const std::string &folder, const std::string &target);
    void draw_rows(TileShape tile, std::int64_t top, std::span<std::uint8_t> strip) const;

    const Mosaic &mosaic_;
    TiffCoding coding_;
    bool pyramid_;
    const RunOptions &run_;
    std::vector<TileShape> shapes_;                 ///< of tiles, by shared level
    std::vector<std::vector<std::uint32_t>> sizes_; ///< encoded bytes, by shared level and variant
    VariantCache encoded_;                          ///< all shared levels of a variant
    VariantCache small_;                            ///< its pixels at the first drawn level
    std::unique_ptr<TiffPyramidLevels> drawn_;
};

/// Whether tiles of that shape can be tiles of a TIFF. Source: TIFF 6.0, section 15.
[[nodiscard]] constexpr bool can_be_tiff_tile(TileShape tile) {
    return tile.width % 16 == 0 && tile.height % 16 == 0;
}

} // namespace tessera
