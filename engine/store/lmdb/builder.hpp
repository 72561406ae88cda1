// Writes a library in one LMDB file.
#pragma once

#include "store/kind.hpp"

#include <memory>

namespace tessera::internal {

/// Throws: Error{write_failed}.
[[nodiscard]] std::unique_ptr<TileStoreBuilder> create_lmdb_store(const StoreRequest &request);

} // namespace tessera::internal
