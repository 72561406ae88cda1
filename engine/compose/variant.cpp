#include "compose/variant.hpp"

#include "compose/enlarge.hpp"

#include <algorithm>
#include <utility>

namespace tessera::internal {
namespace {

constexpr int bands = 3;

/// Where the pixels of a tile lie in the order in which a turned one shows them.
struct Walk {
    std::ptrdiff_t start; ///< the px shown at the top left
    std::ptrdiff_t right; ///< from a px to the one shown right of it
    std::ptrdiff_t down;  ///< and below it
};

Walk walk_of(TileShape tile, Orientation orientation) {
    const std::ptrdiff_t x = 1, y = tile.width;
    const std::ptrdiff_t last_x = x * (tile.width - 1), last_y = y * (tile.height - 1);
    switch (orientation) {
    case Orientation::mirrored:
        return {last_x, -x, y};
    case Orientation::turned_180:
        return {last_x + last_y, -x, -y};
    case Orientation::flipped:
        return {last_y, x, -y};
    case Orientation::transposed:
        return {0, y, x};
    case Orientation::turned_90:
        return {last_y, -y, x};
    case Orientation::transversed:
        return {last_x + last_y, -y, -x};
    case Orientation::turned_270:
        return {last_x, y, -x};
    default:
        return {0, x, y};
    }
}

std::uint8_t clamped_sum(std::uint8_t value, std::int8_t tint) {
    return static_cast<std::uint8_t>(std::clamp(value + tint, 0, 255));
}

/// Turned tiles have the tile's own shape: those on their side are square.
void lay(const std::uint8_t *from, TileShape tile, Placement variant, std::uint8_t *to) {
    const Walk walk = walk_of(tile, variant.orientation);
    const Tint tint = variant.tint;
    for (std::ptrdiff_t y = 0; y < tile.height; ++y)
        for (std::ptrdiff_t x = 0; x < tile.width; ++x, to += bands) {
            const std::uint8_t *pixel =
                from + (walk.start + y * walk.down + x * walk.right) * bands;
            to[0] = clamped_sum(pixel[0], tint.red);
            to[1] = clamped_sum(pixel[1], tint.green);
            to[2] = clamped_sum(pixel[2], tint.blue);
        }
}

void fill(Rgb colour, std::span<std::uint8_t> pixels) {
    for (std::size_t i = 0; i < pixels.size(); i += bands) {
        pixels[i] = colour.red;
        pixels[i + 1] = colour.green;
        pixels[i + 2] = colour.blue;
    }
}

} // namespace

std::span<const std::uint8_t> variant_pixels(const Mosaic &mosaic, VariantIndex variant,
                                             std::vector<std::uint8_t> &scratch) {
    const TileStore &store = mosaic.library().store();
    const Placement &placement = mosaic.variants()[variant];
    if (!placement.is_empty() && placement.block.scale == 1)
        return laid_tile(store, placement, scratch);
    scratch.resize(mosaic.tile().bytes());
    if (placement.is_empty()) {
        fill(mosaic.background().value_or(Rgb{0, 0, 0}), scratch);
        return scratch;
    }
    std::vector<std::uint8_t> laid;
    const auto pixels = laid_tile(store, placement, laid);
    EnlargedTile(pixels, mosaic.tile(), placement.block.scale)
        .draw(area_of(placement.block, mosaic.tile()), scratch);
    return scratch;
}

std::span<const std::uint8_t> laid_tile(const TileStore &store, Placement variant,
                                        std::vector<std::uint8_t> &scratch) {
    const TileShape tile = store.info().tile;
    const bool plain = variant.orientation == Orientation::upright && variant.tint == Tint{};
    std::span<const std::uint8_t> pixels = store.view(variant.tile);
    if (plain && !pixels.empty())
        return pixels;
    std::vector<std::uint8_t> copy;
    if (pixels.empty()) {
        copy.resize(tile.bytes());
        store.read(variant.tile, copy);
        pixels = copy;
    }
    scratch.resize(tile.bytes());
    if (plain)
        std::swap(scratch, copy);
    else
        lay(pixels.data(), tile, variant, scratch.data());
    return scratch;
}

} // namespace tessera::internal
