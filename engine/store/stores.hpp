// The kinds of store there are; registry.cpp lists them.
#pragma once

#include "base/option_list.hpp"

#include <tessera/error.hpp>
#include <tessera/tile_store.hpp>

#include <memory>
#include <string>

namespace tessera::internal {

/// Why the system doesn't open a store or read it, which is no damage. error: of errno.
[[nodiscard]] Error unopened_store(const std::string &path, int error);

[[nodiscard]] std::unique_ptr<TileStoreBuilder> create_lmdb_store(const std::string &path,
                                                                  TileShape tile, bool replace);
/// REQUIRES: is_lmdb_store(path).
[[nodiscard]] std::unique_ptr<TileStore> open_lmdb_store(const std::string &path);
[[nodiscard]] bool is_lmdb_store(const std::string &path);

[[nodiscard]] std::unique_ptr<TileStoreBuilder> create_folder_store(const std::string &path,
                                                                    TileShape tile, bool replace);
[[nodiscard]] std::unique_ptr<TileStore> open_folder_store(const std::string &path);
[[nodiscard]] bool is_folder_store(const std::string &path);

/// A plain folder of numbered pictures: no kind of store that is written.
[[nodiscard]] std::unique_ptr<TileStore> open_numbered_folder(const std::string &path);
/// Options: deflate, 1 to 9, or 0 for none. Throws: Refusal.
[[nodiscard]] std::unique_ptr<TileStoreBuilder>
create_hdf5_store(const std::string &path, TileShape tile, bool replace, OptionList &options);
/// REQUIRES: is_hdf5_store(path).
[[nodiscard]] std::unique_ptr<TileStore> open_hdf5_store(const std::string &path);
[[nodiscard]] bool is_hdf5_store(const std::string &path);
/// Those that it was made with: "deflate=4", or none. REQUIRES: is_hdf5_store(path).
/// Throws: Error{corrupt_store}.
[[nodiscard]] std::string options_of_hdf5_store(const std::string &path);

/// As store_kind(), with the options that the store was made with, as create_store() takes them:
/// "hdf5[deflate=4]". Throws: Error{corrupt_store}.
[[nodiscard]] std::string store_kind_and_options(const std::string &path);

} // namespace tessera::internal
