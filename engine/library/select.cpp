// Which tiles a word means.

#include <tessera/error.hpp>
#include <tessera/select.hpp>

#include <charconv>
#include <fnmatch.h>
#include <optional>

namespace tessera {
namespace {

/// Names of all tiles. A record that is damaged has none: it can be told by its id alone.
std::vector<std::optional<std::string>> names_of(const TileStore &store) {
    std::vector<std::optional<std::string>> names(store.info().tiles);
    for (TileId id = 0; id < names.size(); ++id)
        try {
            names[id] = store.record(id).name;
        } catch (const Error &) {
        }
    return names;
}

std::optional<TileId> id_of(const std::string &word, std::uint32_t tiles) {
    TileId id = 0;
    const char *end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, id);
    return error == std::errc() && stop == end && id < tiles ? std::optional(id) : std::nullopt;
}

} // namespace

std::vector<TileId> find_named_tiles(const TileStore &store, const std::string &word) {
    const auto names = names_of(store);
    std::vector<TileId> named, alike;
    for (TileId id = 0; id < names.size(); ++id) {
        if (names[id] == word)
            named.push_back(id);
        if (names[id] && ::fnmatch(word.c_str(), names[id]->c_str(), 0) == 0)
            alike.push_back(id);
    }
    if (!named.empty())
        return named;
    if (const auto id = id_of(word, store.info().tiles))
        return {*id};
    return alike;
}

} // namespace tessera
