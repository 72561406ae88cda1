// Writes a library as an HDF5 file.
#pragma once

#include "store/kind.hpp"

#include <memory>

namespace tessera::internal {

/// deflate: 1 to 9, or 0 for pixels that are not packed. Throws: Error{write_failed}.
[[nodiscard]] std::unique_ptr<TileStoreBuilder> create_hdf5_store(const StoreRequest &request,
                                                                  int deflate);

} // namespace tessera::internal
