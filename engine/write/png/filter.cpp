#include "write/png/filter.hpp"

#include <algorithm>
#include <cstdlib>

namespace tessera::internal {

namespace {

constexpr std::size_t bands = 3;

/// Source: PNG, third edition, 9.4. Without jumps, so that many are made at once.
std::uint8_t paeth(std::uint8_t value, std::uint8_t left, std::uint8_t above,
                   std::uint8_t corner) noexcept {
    const int from_left = std::abs(above - corner), from_above = std::abs(left - corner),
              from_corner = std::abs(above + left - 2 * corner);
    const std::uint8_t vertical = from_above <= from_corner ? above : corner;
    const bool is_left = from_left <= from_above && from_left <= from_corner;
    return static_cast<std::uint8_t>(value - (is_left ? left : vertical));
}

} // namespace

void filter_tile(std::span<const std::uint8_t> pixels, TileShape tile, Filter filter,
                 std::vector<std::uint8_t> &filtered) {
    const std::size_t row = static_cast<std::size_t>(tile.width) * bands;
    filtered.resize(pixels.size());
    const std::size_t plain = filter == Filter::none ? pixels.size() : row;
    const std::uint8_t *from = pixels.data();
    std::uint8_t *to = filtered.data();
    std::copy_n(from, plain, to);
    for (std::size_t y = plain; y < pixels.size(); y += row) {
        const std::size_t heads = filter == Filter::paeth ? bands : row;
        for (std::size_t i = y; i < y + heads; ++i)
            to[i] = static_cast<std::uint8_t>(from[i] - from[i - row]);
        for (std::size_t i = y + heads; i < y + row; ++i)
            to[i] = paeth(from[i], from[i - bands], from[i - row], from[i - row - bands]);
    }
}

void filter_heads(std::span<const std::uint8_t> own, std::span<const std::uint8_t> left,
                  std::uint8_t *heads) noexcept {
    for (std::size_t i = bands; i < own.size(); ++i)
        heads[i - bands] = paeth(own[i], left[i], own[i - bands], left[i - bands]);
}

unsigned period_of(std::span<const std::uint8_t> row) noexcept {
    for (const unsigned period : {1U, 3U})
        if (row.size() >= period && std::equal(row.begin() + period, row.end(), row.begin()))
            return period;
    return 0;
}

unsigned common_period(unsigned a, unsigned b) noexcept {
    return a == 0 || b == 0 ? 0 : std::max(a, b);
}

} // namespace tessera::internal
