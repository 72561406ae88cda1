// How a tile is laid into its cell.
#pragma once

#include <cstdint>

namespace tessera {

/// The way a tile is laid into its cell. Values are those of EXIF's orientation minus one, and mean
/// what a viewer does to a picture with that tag.
/// Source: EXIF 2.32, 4.6.4 A, tag 274.
enum class Orientation : std::uint8_t {
    upright,
    mirrored,    ///< left and right swapped
    turned_180,  ///< half a turn
    flipped,     ///< top and bottom swapped
    transposed,  ///< mirrored about the diagonal from the top left
    turned_90,   ///< a quarter turn clockwise
    transversed, ///< mirrored about the diagonal from the top right
    turned_270   ///< a quarter turn anticlockwise
};

/// Returns true if an orientation swaps width and height. Only square tiles can have such an
/// orientation.
[[nodiscard]] constexpr bool swaps_sides(Orientation orientation) noexcept {
    return orientation >= Orientation::transposed;
}

} // namespace tessera
