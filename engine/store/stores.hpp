// The kinds of store there are; registry.cpp lists them.
#pragma once

#include <tessera/tile_store.hpp>

#include <memory>
#include <string>

namespace tessera {

[[nodiscard]] std::unique_ptr<TileStoreBuilder> create_lmdb_store(const std::string &path,
                                                                  TileShape tile, bool replace);
/// REQUIRES: is_lmdb_store(path).
[[nodiscard]] std::unique_ptr<TileStore> open_lmdb_store(const std::string &path);
[[nodiscard]] bool is_lmdb_store(const std::string &path);

} // namespace tessera
