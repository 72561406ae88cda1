// A plain folder of numbered pictures, read as a store; no kind of store that is written.
#pragma once

#include <tessera/tile_store.hpp>

#include <memory>
#include <string>

namespace tessera::internal {

/// Throws: as open_store().
[[nodiscard]] std::unique_ptr<TileStore> open_numbered_folder(const std::string &path);

} // namespace tessera::internal
