// A mosaic's variants as the tiles of a TIFF, with its pyramid.
#pragma once

#include "write/tiff/pyramid.hpp"
#include "write/variant_cache.hpp"

#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>
#include <tessera/writer.hpp>

#include <memory>
#include <vector>

namespace tessera::internal {

/// How a mosaic is cut into the levels of a TIFF.
struct TiffLevels {
    std::vector<TileShape> shared{}; ///< tiles of the levels whose tiles cells share, largest first
    Size drawn{};                    ///< of the first level that is drawn; nothing if none is
};

[[nodiscard]] TiffLevels tiff_levels(const MosaicForm &form, bool pyramid);

/// The shared levels of a whole mosaic, without their bytes. cells: by variant, row-major.
[[nodiscard]] std::vector<TiffLevel> shared_levels(const MosaicForm &form, const TiffLevels &levels,
                                                   std::span<const VariantIndex> cells);

/// The levels of a mosaic: those in which its tiles are at least 16 px and multiples of 16 on each
/// side share the bytes of the variants; those below are drawn. A shard encodes its share of the
/// variants, and draws its share of the rows.
class TiffComposition {
  public:
    struct Options {
        TiffCoding coding{};
        bool pyramid = false;
        Shard shard{};
        std::uint64_t memory = 0; ///< bytes
        TiffScratch scratch{};
    };

    /// Encodes and draws all there is to. REQUIRES: the mosaic and `run` outlive it.
    /// Progress: stages "encode" (variants) and "overviews" (px rows of the first drawn level).
    /// Throws: Error{write_failed}; Error{corrupt_store}; Error{cancelled}.
    TiffComposition(const Mosaic &mosaic, const Options &options, const RunOptions &run);

    /// Largest first; of a shard, with the bytes of its own variants alone. Valid as long as this.
    [[nodiscard]] std::vector<TiffLevel> levels() const;

    /// What was drawn, if anything is.
    [[nodiscard]] const TiffPyramidLevels *drawn() const noexcept { return drawn_.get(); }

  private:
    [[nodiscard]] SomeVariants wanted() const;
    [[nodiscard]] std::span<const std::uint8_t> encoded_at(VariantIndex variant,
                                                           std::size_t level) const;
    void encode();
    void encode_variant(VariantIndex variant, std::span<const std::uint8_t> pixels,
                        std::vector<TiffEncoder> &encoders);
    void draw();
    void draw_rows(TileShape tile, std::int64_t top, std::span<std::uint8_t> strip) const;

    const Mosaic &mosaic_;
    Options options_;
    const RunOptions &run_;
    std::vector<TileShape> shapes_;                 ///< of tiles, by shared level
    Range own_;                                     ///< variants that are encoded
    std::vector<std::vector<std::uint32_t>> sizes_; ///< encoded bytes, by shared level and variant
    VariantCache encoded_;                          ///< all shared levels of a variant
    VariantCache small_;                            ///< its pixels at the first drawn level
    std::unique_ptr<TiffPyramidLevels> drawn_;
};

/// Whether tiles of that shape can be tiles of a TIFF. Source: TIFF 6.0, section 15.
[[nodiscard]] constexpr bool can_be_tiff_tile(TileShape tile) {
    return tile.width % 16 == 0 && tile.height % 16 == 0;
}

} // namespace tessera::internal
