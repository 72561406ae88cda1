// Writes a library in one LMDB file. It is written once, under another name, and never changed
// after it appeared: so readers need no lock file, and libraries can be read from places that can't
// be written to.

#include "store/lmdb/builder.hpp"

#include "base/pending_output.hpp"
#include "store/lmdb/lmdb.hpp"
#include "store/record.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <span>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::internal {
using namespace lmdb;
namespace {

constexpr std::size_t commit_bytes = std::size_t{64} << 20;
constexpr std::size_t least_map_bytes = std::size_t{1} << 30; // address space, not disk

std::vector<std::uint8_t> copy_bytes(std::span<const std::byte> bytes) {
    const auto *first = reinterpret_cast<const std::uint8_t *>(bytes.data());
    return {first, first + bytes.size()};
}

class LmdbBuilder final : public TileStoreBuilder {
  public:
    LmdbBuilder(const std::string &path, TileShape tile, bool replace)
        : path_(path), output_(path, replace), tile_(tile), env_(make_env()) {
        check(mdb_env_set_mapsize(env_.get(), least_map_bytes));
        // No sync per commit: finish() flushes the whole file before it gets its name.
        check(mdb_env_open(env_.get(), output_.path().c_str(), open_flags | MDB_NOSYNC, 0666));
        begin(2 * commit_bytes);
        check(mdb_dbi_open(txn_.get(), "meta", MDB_CREATE, &meta_));
        check(mdb_dbi_open(txn_.get(), "records", MDB_CREATE | MDB_INTEGERKEY, &records_));
        check(mdb_dbi_open(txn_.get(), "tiles", MDB_CREATE | MDB_INTEGERKEY, &tiles_));
    }

    TileId add(std::span<const std::uint8_t> pixels, const TileFeatures &features,
               const TileRecord &record) override {
        const TileId id = count_++;
        block_.insert(block_.end(), pixels.begin(), pixels.end());
        if (tile_ != any_shape)
            features_.push_back(features);
        put(records_, value_of(id), seal(encode_record(record)), MDB_APPEND);
        if (count_ % tiles_per_block(tile_) == 0)
            write_block();
        if (uncommitted_ >= commit_bytes) {
            commit();
            begin(2 * commit_bytes);
        }
        return id;
    }

    void finish(const StoreInfo &info) override {
        if (!block_.empty())
            write_block();
        StoreInfo complete = info;
        complete.tiles = count_;
        const std::string json = encode_info(complete);
        commit();
        const auto features = std::as_bytes(std::span(features_));
        begin(commit_bytes + features.size());
        put(meta_, value_of("features"), seal(copy_bytes(features)));
        put(meta_, value_of("format"), {format_name.begin(), format_name.end()});
        put(meta_, value_of("info"), seal({json.begin(), json.end()}));
        commit();
        env_.reset();
        output_.commit(Durability::flushed);
    }

  private:
    /// Starts a transaction that has room for `coming` bytes and as much again.
    void begin(std::size_t coming) {
        MDB_envinfo environment;
        MDB_stat status;
        check(mdb_env_info(env_.get(), &environment));
        check(mdb_env_stat(env_.get(), &status));
        const std::size_t wanted = (environment.me_last_pgno + 1) * status.ms_psize + 2 * coming;
        if (wanted > environment.me_mapsize)
            check(mdb_env_set_mapsize(env_.get(), 2 * wanted));
        MDB_txn *txn = nullptr;
        check(mdb_txn_begin(env_.get(), nullptr, 0, &txn));
        txn_.reset(txn);
        uncommitted_ = 0;
    }

    void commit() { check(mdb_txn_commit(txn_.release())); }

    void put(MDB_dbi database, MDB_val key, const std::vector<std::uint8_t> &value,
             unsigned flags = 0) {
        MDB_val slot{value.size(), nullptr};
        check(mdb_put(txn_.get(), database, &key, &slot, flags | MDB_RESERVE));
        std::copy(value.begin(), value.end(), static_cast<std::uint8_t *>(slot.mv_data));
        uncommitted_ += value.size();
    }

    void write_block() {
        put(tiles_, value_of(next_block_), block_, MDB_APPEND);
        ++next_block_;
        block_.clear();
    }

    void check(int code) const {
        if (code == 0)
            return;
        // LMDB calls a short write an input/output error; most often the disk is full.
        std::error_code ignored;
        const bool full =
            code == ENOSPC ||
            (code == EIO &&
             std::filesystem::space(output_.folder(), ignored).available < commit_bytes);
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write tile library '{}': {}", path_,
                                mdb_strerror(full ? ENOSPC : code)));
    }

    std::string path_;
    PendingOutput output_;
    TileShape tile_;
    Env env_;
    Txn txn_;
    MDB_dbi meta_ = 0, records_ = 0, tiles_ = 0;
    std::size_t uncommitted_ = 0;
    std::uint32_t count_ = 0, next_block_ = 0;
    std::vector<std::uint8_t> block_;
    std::vector<TileFeatures> features_;
};

} // namespace

std::unique_ptr<TileStoreBuilder> create_lmdb_store(const StoreRequest &request) {
    return std::make_unique<LmdbBuilder>(request.path, request.tile, request.replace);
}

} // namespace tessera::internal
