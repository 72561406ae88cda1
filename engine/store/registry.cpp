#include "store/stores.hpp"

#include "base/descriptors.hpp"
#include "base/run.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <unistd.h>

namespace tessera::internal {
namespace {

struct Kind {
    std::string_view name;
    decltype(&create_hdf5_store) create;
    decltype(&open_lmdb_store) open;
    decltype(&is_lmdb_store) is;
    decltype(&options_of_hdf5_store) options; ///< null for a kind that has none
};

template <decltype(&create_lmdb_store) create>
std::unique_ptr<TileStoreBuilder> without_options(const std::string &path, TileShape tile,
                                                  bool replace, OptionList &) {
    return create(path, tile, replace);
}

constexpr std::array<Kind, 3> kinds = {{
    {"lmdb", without_options<create_lmdb_store>, open_lmdb_store, is_lmdb_store, nullptr},
    {"hdf5", create_hdf5_store, open_hdf5_store, is_hdf5_store, options_of_hdf5_store},
    {"folder", without_options<create_folder_store>, open_folder_store, is_folder_store, nullptr},
}};

/// The kind of store that is there; null if there is none.
const Kind *kind_at(const std::string &path) {
    const auto *kind = std::ranges::find_if(kinds, [&](const Kind &each) { return each.is(path); });
    if (kind != kinds.end())
        return kind;
    if (lacks_descriptors())
        throw unopened_store(path, EMFILE);
    return nullptr;
}

/// "hdf5[deflate=4]": a kind, and what it is told.
struct Wanted {
    std::string_view name, options;

    explicit Wanted(std::string_view text) : name(text) {
        const auto bracket = text.find('[');
        if (bracket == std::string_view::npos || !text.ends_with(']'))
            return;
        name = text.substr(0, bracket);
        options = text.substr(bracket + 1, text.size() - bracket - 2);
    }
};

} // namespace

std::string store_kind_and_options(const std::string &path) {
    const Kind *kind = kind_at(path);
    const std::string options = kind && kind->options ? kind->options(path) : std::string();
    return options.empty() ? store_kind(path) : fmt::format("{}[{}]", kind->name, options);
}

Error unopened_store(const std::string &path, int error) {
    return {ErrorCode::unreadable_image,
            fmt::format("cannot open tile library '{}': {}", path, std::strerror(error))};
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

TileStore::~TileStore() = default;
TileStoreBuilder::~TileStoreBuilder() = default;

void TileStoreBuilder::set_threads(int threads) { check_run({.threads = threads}); }

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
    const Wanted wanted(kind);
    const auto known = std::ranges::find(kinds, wanted.name, &Kind::name);
    if (known == kinds.end())
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("there is no store '{}'; there is {}", wanted.name,
                                fmt::join(store_kinds(), ", ")));
    try {
        OptionList options(wanted.options);
        auto builder = known->create(path, tile, replace, options);
        options.finish();
        return builder;
    } catch (const Refusal &refusal) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("no store '{}' can be made: {}", kind, refusal.why));
    }
}

std::string store_kind(const std::string &path) {
    const Kind *kind = kind_at(path);
    return kind ? std::string(kind->name) : std::string();
}

bool is_store(const std::string &path) { return !store_kind(path).empty(); }

std::unique_ptr<TileStore> open_store(const std::string &path) {
    if (::access(path.c_str(), R_OK) != 0)
        throw unopened_store(path, errno);
    if (const Kind *kind = kind_at(path))
        return kind->open(path);
    if (std::filesystem::is_directory(path))
        return open_numbered_folder(path);
    throw Error(ErrorCode::corrupt_store,
                fmt::format("'{}' is not a tile library, or its beginning is damaged", path));
}

} // namespace tessera
