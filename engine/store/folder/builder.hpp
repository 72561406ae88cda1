// Writes a library as a folder of PNGs.
#pragma once

#include "store/kind.hpp"

#include <memory>

namespace tessera::internal {

/// Throws: Error{write_failed}.
[[nodiscard]] std::unique_ptr<TileStoreBuilder> create_folder_store(const StoreRequest &request);

} // namespace tessera::internal
