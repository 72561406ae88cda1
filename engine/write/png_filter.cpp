#include "write/png_filter.hpp"

#include <algorithm>

namespace tessera {

void filter_tile(std::span<const std::uint8_t> pixels, TileShape tile, Filter filter,
                 std::vector<std::uint8_t> &filtered) {
    const std::size_t row = static_cast<std::size_t>(tile.width) * 3;
    filtered.resize(pixels.size());
    const std::size_t plain = filter == Filter::none ? pixels.size() : row;
    std::copy_n(pixels.begin(), plain, filtered.begin());
    for (std::size_t i = plain; i < pixels.size(); ++i)
        filtered[i] = static_cast<std::uint8_t>(pixels[i] - pixels[i - row]);
}

unsigned period_of(std::span<const std::uint8_t> row) noexcept {
    for (const unsigned period : {1U, 3U})
        if (std::equal(row.begin() + period, row.end(), row.begin()))
            return period;
    return 0;
}

unsigned common_period(unsigned a, unsigned b) noexcept {
    return a == 0 || b == 0 ? 0 : std::max(a, b);
}

} // namespace tessera
