#include "store/stores.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <unistd.h>

namespace tessera {
namespace {

struct Kind {
    std::string_view name;
    decltype(&create_lmdb_store) create;
    decltype(&open_lmdb_store) open;
    decltype(&is_lmdb_store) is;
};

constexpr std::array<Kind, 1> kinds = {{
    {"lmdb", create_lmdb_store, open_lmdb_store, is_lmdb_store},
}};

} // namespace

TileStore::~TileStore() = default;
TileStoreBuilder::~TileStoreBuilder() = default;

void TileStore::read_many(TileId first, std::uint32_t count, std::span<std::uint8_t> pixels) const {
    const std::size_t bytes = info().tile.bytes();
    for (std::uint32_t i = 0; i < count; ++i)
        read(first + i, pixels.subspan(i * bytes, bytes));
}

TileId TileStoreBuilder::copy(const TileStore &from, TileId id, const TileFeatures &features,
                              const TileRecord &record) {
    if (const auto view = from.view(id); !view.empty())
        return add(view, features, record);
    std::vector<std::uint8_t> pixels(record.shape.bytes());
    from.read(id, pixels);
    return add(pixels, features, record);
}

std::vector<std::string> store_kinds() {
    std::vector<std::string> names;
    for (const Kind &kind : kinds)
        names.emplace_back(kind.name);
    return names;
}

std::unique_ptr<TileStoreBuilder> create_store(std::string_view kind, const std::string &path,
                                               TileShape tile, bool replace) {
    for (const Kind &known : kinds)
        if (known.name == kind)
            return known.create(path, tile, replace);
    throw Error(ErrorCode::invalid_argument, fmt::format("there is no store '{}'; there is {}",
                                                         kind, fmt::join(store_kinds(), ", ")));
}

std::string store_kind(const std::string &path) {
    const auto kind = std::ranges::find_if(kinds, [&](const Kind &each) { return each.is(path); });
    return kind == kinds.end() ? std::string() : std::string(kind->name);
}

bool is_store(const std::string &path) { return !store_kind(path).empty(); }

std::unique_ptr<TileStore> open_store(const std::string &path) {
    if (::access(path.c_str(), R_OK) != 0)
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("cannot open tile library '{}': {}", path, std::strerror(errno)));
    for (const Kind &kind : kinds)
        if (kind.is(path))
            return kind.open(path);
    throw Error(ErrorCode::corrupt_store,
                fmt::format("'{}' is not a tile library, or its beginning is damaged", path));
}

} // namespace tessera
