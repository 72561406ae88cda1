#include "image/tile/variations.hpp"

#include "base/hasher.hpp"
#include "image/tile/augmentation.hpp"
#include "image/tile/crops.hpp"
#include "image/tile/vary.hpp"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

namespace tessera::internal {
namespace {

std::uint64_t first_number(const Digest &digest) {
    std::uint64_t number = 0;
    std::memcpy(&number, digest.bytes.data(), sizeof number);
    return number;
}

nlohmann::json described(const std::string &variation, std::span<const Drawn> changes) {
    auto json = variation.empty() ? nlohmann::json::object() : nlohmann::json::parse(variation);
    for (const Drawn &drawn : changes)
        json[name_of(drawn.change)] = drawn.value;
    return json;
}

Tile vary(const Tile &tile, const TileOptions &options, int copy) {
    SplitMix random(first_number(Hasher()
                                     .add(options.seed)
                                     .add(tile.record.content)
                                     .add(static_cast<std::uint64_t>(tile.crop))
                                     .add(static_cast<std::uint64_t>(copy))
                                     .digest()));
    const auto changes = draw(options.augment, random);
    Tile varied{vary(tile.pixels, options.shape, changes, random), tile.record, tile.crop};
    varied.record.pixels = hash_bytes(varied.pixels);
    varied.record.variation = described(tile.record.variation, changes).dump();
    return varied;
}

} // namespace

std::vector<Tile> load_tiles(const std::string &path, const TileOptions &options) {
    std::vector<Tile> plain;
    if (options.crops > 1)
        plain = load_crops(path, options);
    else
        plain.push_back(load_tile(path, options));
    if (options.augment.empty())
        return plain;
    std::vector<Tile> tiles;
    for (Tile &tile : plain) {
        tiles.push_back(std::move(tile));
        const std::size_t crop = tiles.size() - 1;
        for (int copy = 1; copy <= options.copies; ++copy)
            tiles.push_back(vary(tiles[crop], options, copy));
    }
    return tiles;
}

std::uint64_t picture_of(const Tile &tile) {
    const Digest &content = tile.record.content;
    const std::uint64_t number =
        tile.crop == 0
            ? first_number(content)
            : first_number(
                  Hasher().add(content).add(static_cast<std::uint64_t>(tile.crop)).digest());
    return std::max<std::uint64_t>(number, 1);
}

} // namespace tessera::internal
