// Which kind a store is of, besides what programs may ask.
#pragma once

#include "store/kind.hpp"

#include <tessera/error.hpp>

#include <string>

namespace tessera::internal {

/// Returns why the system doesn't open a store or read it, which is no damage. error: errno's
/// value.
[[nodiscard]] Error unopened_store(const std::string &path, int error);

/// As store_kind(), with the options that the store was made with, as create_store() takes them:
/// "hdf5[deflate=4]". Throws: Error{corrupt_store}.
[[nodiscard]] std::string store_kind_and_options(const std::string &path);

/// Adds a kind behind those that there are, for the rest of the program. Thread-safe.
/// REQUIRES: no kind has its name; the kind lives until the end of the program.
void add_store_kind(const StoreKind &kind);

} // namespace tessera::internal
