// Pictures made smaller by any factor.
// Why: docs/decisions/jpegs-become-tiles-without-libvips.md
#pragma once

#include "image/scratch.hpp"

#include <tessera/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace tessera::internal {

/// One axis of a reduction, and which of its results are wanted.
struct Reduction {
    /// All results there are, at least one. The samples that they don't use are left out at both
    /// ends alike. REQUIRES: length >= 1, factor >= 1.
    [[nodiscard]] static Reduction all(int length, double factor);

    int length = 0;           ///< samples there are
    double factor = 1;        ///< samples to a result
    double left_out = 0;      ///< samples before the first result; may be negative
    int first = 0, count = 0; ///< results that are wanted

    /// The samples that what is wanted is made of.
    [[nodiscard]] Interval samples() const noexcept;
};

/// Reduces 8-bit pictures as libvips' resize does: by a Lanczos3 kernel, before which whole px are
/// averaged until less than four of them make one; px beyond an edge are those at the edge. Within
/// one level of exact arithmetic, where libvips rounds coarser. The same on every machine. Keeps
/// its memory from picture to picture. Not thread-safe.
/// Source: libvips 8.14, vips_reducev and vips_reduceh with a gap of 2.
class Reducer {
  public:
    /// pixels: rows.samples() x columns.samples() x bands, row-major; result: rows.count x
    /// columns.count x bands. bands: 1 .. 4.
    void reduce(std::span<const std::uint8_t> pixels, int bands, const Reduction &columns,
                const Reduction &rows, std::span<std::uint8_t> result);

    /// Gives memory back, if it is much.
    void trim();

  private:
    struct Rows;

    [[nodiscard]] Rows load_rows(std::span<const std::uint8_t> pixels, std::size_t values,
                                 int averaged);

    Scratch<std::int16_t> samples_, lines_, turned_;
};

} // namespace tessera::internal
