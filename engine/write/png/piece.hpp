// Scanlines of a mosaic, composed from encoded variants: one DEFLATE block in one IDAT chunk.
#pragma once

#include "write/png/adler.hpp"
#include "write/png/rows.hpp"
#include "write/png/statistics.hpp"
#include "write/variant_cache.hpp"

#include <tessera/mosaic.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// All that a picture is composed from. Immutable; thread-safe.
class EncodedMosaic {
  public:
    /// Encodes variants into the cache. It and the mosaic outlive this.
    /// Progress: stage "encode", variants. Throws: Error{write_failed}; Error{corrupt_store}.
    EncodedMosaic(const SomeVariants &some, const PngStatistics &statistics, VariantCache &cache,
                  const RunOptions &run);

    [[nodiscard]] const Mosaic &mosaic() const noexcept { return mosaic_; }
    [[nodiscard]] const VariantCache &cache() const noexcept { return cache_; }
    [[nodiscard]] const DeflateCode &code() const noexcept { return code_; }
    [[nodiscard]] Filter filter() const noexcept { return filter_; }

    /// It has the first row of a variant, and if it holds them, the rows below.
    [[nodiscard]] EncodedVariant variant(VariantIndex index) const noexcept {
        return EncodedVariant(cache_[index].data());
    }
    [[nodiscard]] VariantIndex holder(VariantIndex index) const noexcept { return holders_[index]; }

  private:
    const Mosaic &mosaic_;
    VariantCache &cache_;
    DeflateCode code_;
    Filter filter_;
    std::vector<VariantIndex> holders_; ///< by variant, of its rows below the first
};

/// Px rows [begin, end) of a mosaic.
struct Scanlines {
    std::uint64_t begin = 0, end = 0;
};

/// Composes pieces. One for each thread.
class PieceComposer {
  public:
    explicit PieceComposer(const EncodedMosaic &encoded);

    /// REQUIRES: all variants in them are encoded. Appends the scanlines to `bytes`, as whole bytes
    /// that more DEFLATE blocks may follow. Returns the Adler sums of the scanlines alone.
    Adler compose(Scanlines lines, std::vector<std::uint8_t> &bytes);

  private:
    /// Those of the scanlines that run through one row of cells, as rows of its tiles.
    struct Band {
        int row = 0;
        Scanlines lines{};
    };

    void compile(Band band);
    template <class Kind>
    void compile(std::span<const VariantIndex> letters, RowScript &script, RowShape shape,
                 Kind &&kind);
    void make_heads(Band band);
    [[nodiscard]] std::vector<Adler> sums(Band band) const;
    [[nodiscard]] const std::uint8_t *heads(Band band, std::size_t cell) const;
    void put(Band band, BitWriter &writer);
    void put_script(Band band, std::uint64_t line, BitWriter &writer) const;
    void put_zeros(BitWriter &writer);
    void make_room(Band band, std::vector<std::uint8_t> &bytes, BitWriter &writer) const;
    [[nodiscard]] Filter filter(std::uint64_t line) const {
        return line == 0 ? Filter::none : encoded_.filter();
    }
    [[nodiscard]] const RowScript &script(std::uint64_t line) const {
        return line == 0 ? first_ : below_;
    }

    const EncodedMosaic &encoded_;
    RowShape shape_;
    std::uint64_t scanline_bytes_;
    RowParser parser_;
    RowScript first_, below_;
    std::vector<VariantIndex> holders_; ///< by cell
    std::vector<Phrase> phrases_;
    std::vector<std::uint8_t> heads_; ///< cells x rows of the band below the first x 3
    std::uint64_t zeros_ = 0;         ///< bytes that are all 0, not yet put
};

} // namespace tessera::internal
