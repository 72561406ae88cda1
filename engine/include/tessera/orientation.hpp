// How a tile is laid into its cell.
#pragma once

#include <cstdint>

namespace tessera {

/// How a tile is laid into its cell. A value is that of EXIF's orientation less one: what a viewer
/// does to a picture so tagged, before it is shown. Source: EXIF 2.32, 4.6.4 A, tag 274.
enum class Orientation : std::uint8_t {
    upright,
    mirrored,    ///< left and right change places
    turned_180,  ///< half a turn
    flipped,     ///< top and bottom change places
    transposed,  ///< mirrored about the diagonal from the top left
    turned_90,   ///< a quarter turn clockwise
    transversed, ///< mirrored about the diagonal from the top right
    turned_270   ///< a quarter turn anticlockwise
};

/// Whether an orientation exchanges width and height: then only square tiles can have it.
[[nodiscard]] constexpr bool swaps_sides(Orientation orientation) noexcept {
    return orientation >= Orientation::transposed;
}

} // namespace tessera
