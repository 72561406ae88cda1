// Scores: how much a mosaic looks like its source.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>

#include <optional>

namespace tessera {

/// How similar two pictures are, after both were averaged down to the same number of parts.
struct Likeness {
    double psnr = 0; ///< dB, on sRGB values; infinite for equal pictures
    /// SSIM with an 11 x 11 Gaussian window, sigma 1.5; nullopt for fewer than 11 parts a side.
    std::optional<double> ssim{};
    double delta_e = 0;     ///< mean CIEDE2000, D65
    double delta_e_p95 = 0; ///< 95th percentile of CIEDE2000
};

/// Likeness at two resolutions: one part for each cell, and 4 x 4 parts for each cell.
struct Score {
    Likeness near_srgb{}, near_linear{}; ///< 4 x 4 parts for each cell: seen from near
    Likeness far_srgb{}, far_linear{};   ///< one part for each cell: seen from afar
};

/// Compares a mosaic's picture with its source. It crops the source centrally to the mosaic's shape
/// and averages both over whole px, in sRGB values and in linear light. Each picture is read in one
/// pass. Memory grows with the cells, not with the pixels.
/// Progress: stage "compare", px rows.
/// Throws: Error{invalid_argument} if a picture has fewer px than parts along a side;
/// Error{unreadable_image}; Error{cancelled}.
/// Source: Wang, Bovik, Sheikh, Simoncelli 2004, doi:10.1109/TIP.2003.819861 (SSIM); Sharma, Wu,
/// Dalal 2005, doi:10.1002/col.20070 (CIEDE2000).
[[nodiscard]] TESSERA_API Score compare(const Source &source, const Source &mosaic, Grid grid,
                                        const RunOptions &run = {});

} // namespace tessera
