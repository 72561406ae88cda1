#include "compose/enlarge.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace tessera::internal {
namespace {

constexpr std::size_t bands = 3;
constexpr int weight_bits = 10;

/// The four px of a line that one enlarged px is made of.
struct Taps {
    std::array<std::size_t, 4> at;
    std::array<std::int32_t, 4> weights; ///< their sum is 1 << weight_bits
};

/// For each enlarged px [begin, begin + count) of a line of `length` px.
std::vector<Taps> taps_for(int begin, int count, int length, int scale) {
    std::vector<Taps> taps;
    taps.reserve(static_cast<std::size_t>(count));
    for (int position = begin; position < begin + count; ++position) {
        // Its centre, in eighths of a px from the centre of the first: at scales 2 and 4 a whole
        // number, and with it the weights.
        const int centre = (2 * position + 1) * 4 / scale - 4;
        const int k = centre & 7, first = (centre >> 3) - 1;
        Taps &tap = taps.emplace_back();
        for (int i = 0; i < 4; ++i)
            tap.at[static_cast<std::size_t>(i)] =
                static_cast<std::size_t>(std::clamp(first + i, 0, length - 1));
        tap.weights = {((-k + 16) * k - 64) * k, (3 * k - 40) * k * k + 1024,
                       ((-3 * k + 32) * k + 64) * k, (k - 8) * k * k};
    }
    return taps;
}

/// A line of px, enlarged along itself.
void enlarge_line(const std::uint8_t *line, std::span<const Taps> taps, std::int32_t *to) {
    for (const Taps &tap : taps)
        for (std::size_t band = 0; band < bands; ++band) {
            std::int32_t sum = 0;
            for (std::size_t i = 0; i < 4; ++i)
                sum += tap.weights[i] * line[tap.at[i] * bands + band];
            *to++ = sum;
        }
}

std::uint8_t rounded(std::int32_t sum) {
    constexpr int bits = 2 * weight_bits;
    return static_cast<std::uint8_t>(std::clamp((sum + (1 << (bits - 1))) >> bits, 0, 255));
}

} // namespace

void EnlargedTile::draw(Rect part, std::span<std::uint8_t> to) const {
    const std::vector<Taps> across = taps_for(part.left, part.width, tile_.width, scale_);
    const std::vector<Taps> down = taps_for(part.top, part.height, tile_.height, scale_);
    const std::size_t first = down.front().at.front(), lines = down.back().at.back() - first + 1;
    const std::size_t width = across.size() * bands;
    const std::size_t line_bytes = static_cast<std::size_t>(tile_.width) * bands;
    std::vector<std::int32_t> wide(lines * width);
    for (std::size_t line = 0; line < lines; ++line)
        enlarge_line(pixels_.data() + (first + line) * line_bytes, across, &wide[line * width]);
    auto out = to.begin();
    for (const Taps &tap : down) {
        std::array<const std::int32_t *, 4> from{};
        for (std::size_t i = 0; i < 4; ++i)
            from[i] = &wide[(tap.at[i] - first) * width];
        for (std::size_t x = 0; x < width; ++x) {
            std::int32_t sum = 0;
            for (std::size_t i = 0; i < 4; ++i)
                sum += tap.weights[i] * from[i][x];
            *out++ = rounded(sum);
        }
    }
}

} // namespace tessera::internal
