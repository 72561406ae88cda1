// How a picture is shrunk until it just covers a tile.
#pragma once

#include "image/exif_orientation.hpp"
#include "image/tile/reduce.hpp"

#include <tessera/geometry.hpp>

namespace tessera::internal {

/// The geometry of libvips' thumbnail with a central crop, down to its rounding: half a px more or
/// less is what tells two tiles of a sharp photo apart.
struct Covering {
    int shrink = 1;          ///< of the decoder, which rounds sides down
    Reduction columns, rows; ///< of the stored axes; a factor below 1 enlarges

    [[nodiscard]] bool enlarges() const noexcept { return columns.factor < 1; }

    /// All of it instead of the central part: what other crops choose from.
    [[nodiscard]] Covering whole() const;
};

/// stored: size of the picture in its file. longest_shrink: the most that the decoder can do, 1 for
/// none. Source: libvips 8.14, vips_thumbnail_build and vips_smartcrop.
[[nodiscard]] Covering cover(Size stored, ExifOrientation orientation, TileShape tile,
                             int longest_shrink);

} // namespace tessera::internal
