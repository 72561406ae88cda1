#include "write/tiff/halve.hpp"

namespace tessera::internal {
namespace {

constexpr std::ptrdiff_t bands = 3;

std::uint8_t mean(int a, int b, int c, int d) {
    return static_cast<std::uint8_t>((a + b + c + d + 2) >> 2);
}

} // namespace

void halve(std::span<const std::uint8_t> from, int width, int height, std::span<std::uint8_t> to) {
    std::uint8_t *out = to.data();
    for (int y = 0; y < height; y += 2) {
        const std::uint8_t *upper = from.data() + std::ptrdiff_t{y} * width * bands;
        const std::uint8_t *lower = y + 1 < height ? upper + std::ptrdiff_t{width} * bands : upper;
        for (int x = 0; x + 1 < width; x += 2, upper += 2 * bands, lower += 2 * bands)
            for (std::ptrdiff_t band = 0; band < bands; ++band)
                *out++ = mean(upper[band], upper[band + bands], lower[band], lower[band + bands]);
        if (width % 2 != 0)
            for (std::ptrdiff_t band = 0; band < bands; ++band)
                *out++ = mean(upper[band], upper[band], lower[band], lower[band]);
    }
}

} // namespace tessera::internal
