#include "image/tile/crops.hpp"

#include "base/hasher.hpp"
#include "image/guard.hpp"
#include "image/memory.hpp"

#include <tessera/source.hpp>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <tuple>
#include <vips/vips8>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr double zoom_step = 0.25;
constexpr std::uint8_t dull = 128; // what was shown before: nothing to look at any more

struct Corner {
    int left = 0, top = 0;
};

/// All places of a grid, spread from edge to edge; of more than are wanted, those in the middle.
std::vector<Corner> spread(const CropGrid &grid, TileShape tile, std::size_t crops) {
    const auto [columns, rows] = grid.places;
    const auto start = [](std::int64_t space, int index, int count) {
        return static_cast<int>(count == 1 ? space / 2 : space * index / (count - 1));
    };
    struct Place {
        double distance;
        int row, column;
    };
    std::vector<Place> places;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            places.push_back(
                {std::hypot(column - (columns - 1) / 2.0, row - (rows - 1) / 2.0), row, column});
    std::ranges::stable_sort(places, {}, &Place::distance);
    places.resize(std::min(places.size(), crops));
    std::ranges::sort(places, {},
                      [](const Place &place) { return std::pair(place.row, place.column); });
    std::vector<Corner> corners;
    for (const Place &place : places)
        corners.push_back({start(grid.photo.width - tile.width, place.column, columns),
                           start(grid.photo.height - tile.height, place.row, rows)});
    return corners;
}

/// The part that draws most attention, again and again, each time without the parts before.
std::vector<Corner> look_around(std::vector<std::uint8_t> pixels, const CropGrid &grid,
                                const TileOptions &options, std::size_t crops) {
    const int width = static_cast<int>(grid.photo.width);
    const int height = static_cast<int>(grid.photo.height);
    const auto interest =
        options.crop == Crop::entropy ? VIPS_INTERESTING_ENTROPY : VIPS_INTERESTING_ATTENTION;
    std::vector<Corner> corners;
    while (corners.size() < crops) {
        const VImage part = view_pixels(view_of(pixels, {width, height}))
                                .smartcrop(options.shape.width, options.shape.height,
                                           VImage::option()->set("interesting", interest));
        const Corner corner{-part.xoffset(), -part.yoffset()};
        if (std::ranges::any_of(corners, [&](const Corner &other) {
                return other.left == corner.left && other.top == corner.top;
            }))
            break; // there is nothing else to look at
        corners.push_back(corner);
        for (int y = corner.top; y < corner.top + options.shape.height; ++y)
            std::fill_n(pixels.begin() + (std::ptrdiff_t{y} * width + corner.left) * 3,
                        std::ptrdiff_t{options.shape.width} * 3, dull);
    }
    std::ranges::sort(corners, {},
                      [](const Corner &corner) { return std::pair(corner.top, corner.left); });
    return corners;
}

/// A part of the shrunk photo; where it is in the photo itself, in its px, goes in its record.
Tile cut(const Tile &shrunk, Size size, Corner corner, TileShape tile) {
    Tile result{{}, shrunk.record};
    const auto row_bytes = std::size_t(tile.width) * 3;
    for (int y = corner.top; y < corner.top + tile.height; ++y) {
        const auto first =
            shrunk.pixels.begin() + (std::ptrdiff_t{y} * size.width + corner.left) * 3;
        result.pixels.insert(result.pixels.end(), first,
                             first + static_cast<std::ptrdiff_t>(row_bytes));
    }
    TileRecord &record = result.record;
    const auto across = [&](int px) { return px * record.width / size.width; };
    const auto down = [&](int px) { return px * record.height / size.height; };
    record.pixels = hash_bytes(result.pixels);
    record.variation = nlohmann::json{{"crop",
                                       {across(corner.left), down(corner.top), across(tile.width),
                                        down(tile.height)}}}
                           .dump();
    return result;
}

} // namespace

CropGrid crop_grid(Size photo, TileShape tile, int crops) {
    const double covering = std::max(double(tile.width) / double(photo.width),
                                     double(tile.height) / double(photo.height));
    const double most = std::max(1.0, 1 / covering); // beyond, the photo would be enlarged
    CropGrid grid;
    for (double zoom = 1;; zoom = std::min(zoom + zoom_step, most)) {
        const auto side = [&](std::int64_t length, int least) {
            return std::max<std::int64_t>(least, std::llrint(double(length) * covering * zoom));
        };
        grid.photo = {side(photo.width, tile.width), side(photo.height, tile.height)};
        grid.places = {static_cast<int>(grid.photo.width / tile.width),
                       static_cast<int>(grid.photo.height / tile.height)};
        if (grid.places.cells() >= static_cast<std::uint64_t>(crops) || zoom >= most)
            return grid;
    }
}

std::vector<Tile> load_crops(const std::string &path, const TileOptions &options) {
    const CropGrid grid = crop_grid(Source::open(path).size(), options.shape, options.crops);
    const std::size_t crops =
        std::min<std::size_t>(static_cast<std::size_t>(options.crops), grid.places.cells());
    TileOptions whole = options;
    whole.crop = Crop::centre;
    whole.shape = {static_cast<int>(grid.photo.width), static_cast<int>(grid.photo.height)};
    const Tile shrunk = load_tile(path, whole);
    const auto corners =
        options.crop == Crop::centre
            ? spread(grid, options.shape, crops)
            : guarded(ErrorCode::unreadable_image, fmt::format("cannot crop '{}'", path),
                      [&] { return look_around(shrunk.pixels, grid, options, crops); });
    std::vector<Tile> tiles;
    for (const Corner &corner : corners) {
        tiles.push_back(cut(shrunk, grid.photo, corner, options.shape));
        tiles.back().crop = static_cast<int>(tiles.size());
    }
    return tiles;
}

} // namespace tessera::internal
