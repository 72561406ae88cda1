// How tiles are made, as libraries note it.
#pragma once

#include <tessera/tile.hpp>
#include <tessera/tile_store.hpp>

#include <string>

namespace tessera::internal {

/// As JSON, without the shape. Nothing for pictures of any shape: they are kept as they are.
[[nodiscard]] std::string options_json(const TileOptions &options);

/// That a library has tiles made like this. Throws: Error{invalid_argument} that tells both.
void check_tile_options(const StoreInfo &info, const TileOptions &options, const std::string &path);

} // namespace tessera::internal
