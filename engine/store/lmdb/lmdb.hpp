// What a library in an LMDB file is made of, for its builder and its reader: docs/formats.md has it
// to the byte. LMDB's door.
// Why: docs/decisions/lmdb-keeps-tiles-in-blocks.md
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/tile_store.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <lmdb.h>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>

namespace tessera::internal::lmdb {

inline constexpr std::string_view format_name = "tessera-library 3";
inline constexpr unsigned open_flags = MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS;

// Features are kept as they lie in memory.
static_assert(std::is_trivially_copyable_v<TileFeatures> && sizeof(TileFeatures) == 232);

struct CloseEnv {
    void operator()(MDB_env *env) const noexcept { mdb_env_close(env); }
};
struct AbortTxn {
    void operator()(MDB_txn *txn) const noexcept { mdb_txn_abort(txn); }
};
using Env = std::unique_ptr<MDB_env, CloseEnv>;
using Txn = std::unique_ptr<MDB_txn, AbortTxn>;

[[nodiscard]] inline Env make_env() {
    constexpr MDB_dbi databases = 3;
    MDB_env *env = nullptr;
    if (mdb_env_create(&env) != 0)
        throw std::bad_alloc();
    mdb_env_set_maxdbs(env, databases);
    return Env(env);
}

[[nodiscard]] inline MDB_val value_of(std::string_view text) {
    return {text.size(), const_cast<char *>(text.data())};
}
[[nodiscard]] inline MDB_val value_of(const std::uint32_t &number) {
    return {sizeof number, const_cast<std::uint32_t *>(&number)};
}

/// LMDB spends up to a page on each value: tiles go in blocks, so that little is lost. Pictures of
/// any shape have a block each.
[[nodiscard]] inline std::size_t tiles_per_block(TileShape tile) {
    constexpr std::size_t block_bytes = std::size_t{256} << 10;
    return tile == any_shape ? 1 : (block_bytes + tile.bytes() - 1) / tile.bytes();
}

} // namespace tessera::internal::lmdb
