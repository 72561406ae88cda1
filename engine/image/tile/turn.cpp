#include "image/tile/turn.hpp"

#include <algorithm>
#include <cstddef>

namespace tessera::internal {

void turn_upright(std::span<const std::uint8_t> stored, Size size, int bands,
                  ExifOrientation orientation, std::span<std::uint8_t> upright) {
    const std::ptrdiff_t pixel = bands, row = size.width * pixel;
    // Where the upright picture begins, and its steps to the right and downwards.
    const std::uint8_t *first = stored.data();
    std::ptrdiff_t right = pixel, down = row;
    if (orientation.reversed_x) {
        first += row - pixel;
        right = -right;
    }
    if (orientation.reversed_y) {
        first += (size.height - 1) * row;
        down = -down;
    }
    const std::int64_t width = orientation.swapped ? size.height : size.width;
    const std::int64_t height = orientation.swapped ? size.width : size.height;
    if (orientation.swapped)
        std::swap(right, down);
    std::uint8_t *to = upright.data();
    for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x, to += 3) {
            const std::uint8_t *from = first + y * down + x * right;
            for (std::ptrdiff_t band = 0; band < 3; ++band)
                to[band] = from[bands == 1 ? 0 : band];
        }
}

} // namespace tessera::internal
