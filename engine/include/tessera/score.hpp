// How like its source a mosaic is.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>

#include <optional>

namespace tessera {

/// Likeness of two pictures that were averaged down to the same number of parts.
struct Likeness {
    double psnr = 0;              ///< dB on sRGB values, infinite for equal pictures
    std::optional<double> ssim{}; ///< 11 x 11 Gaussian window, sigma 1.5; needs 11 parts a side
    double delta_e = 0;           ///< mean CIEDE2000, D65
    double delta_e_p95 = 0;       ///< its 95th percentile
};

/// At the grid's resolution (each cell one part), and at four times it.
struct Score {
    Likeness near_srgb{}, near_linear{}; ///< 4x: what one sees from near
    Likeness far_srgb{}, far_linear{};   ///< 1x: what one sees from afar
};

/// Compares a mosaic with its source. The source is cropped centrally to the mosaic's shape; both
/// are averaged over whole px, in sRGB values and in linear light. The pictures are read in one
/// pass each; memory grows with the cells, not with the pixels. Progress: stage "compare", px rows.
/// Throws: Error{invalid_argument} where the mosaic has fewer px than parts along a side.
/// Source: Wang, Bovik, Sheikh, Simoncelli 2004, doi:10.1109/TIP.2003.819861 (SSIM);
/// Sharma, Wu, Dalal 2005, doi:10.1002/col.20070 (CIEDE2000).
[[nodiscard]] TESSERA_API Score compare(const Source &source, const Source &mosaic, Grid grid,
                                        const RunOptions &run = {});

} // namespace tessera
