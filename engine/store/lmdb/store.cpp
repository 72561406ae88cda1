// Reads a library in one LMDB file.

#include "base/file_descriptor.hpp"
#include "base/hasher.hpp"
#include "store/lmdb/builder.hpp"
#include "store/lmdb/lmdb.hpp"
#include "store/record.hpp"
#include "store/registry.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <spdlog/fmt/fmt.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tessera::internal {
using namespace lmdb;
namespace {

constexpr std::size_t most_shown_bytes = std::size_t{32} << 20;
constexpr off_t magic_offset = 16; // after the header of page 0
constexpr std::array<unsigned char, 4> magic = {0xde, 0xc0, 0xef, 0xbe};

std::span<const std::uint8_t> bytes_of(const MDB_val &value) {
    return {static_cast<const std::uint8_t *>(value.mv_data), value.mv_size};
}

class LmdbStore final : public TileStore {
  public:
    explicit LmdbStore(const std::string &path) : path_(path), env_(make_env()) {
        check(mdb_env_set_mapsize(env_.get(), std::filesystem::file_size(path)));
        check(mdb_env_open(env_.get(), path.c_str(), open_flags | MDB_RDONLY, 0));
        check_length();
        MDB_txn *txn = nullptr;
        check(mdb_txn_begin(env_.get(), nullptr, MDB_RDONLY, &txn));
        txn_.reset(txn);
        check(mdb_dbi_open(txn_.get(), "meta", 0, &meta_));
        if (const auto format = bytes_of(find(meta_, value_of("format")));
            !std::equal(format.begin(), format.end(), format_name.begin(), format_name.end()))
            corrupt("its format is not '" + std::string(format_name) + "'");
        check(mdb_dbi_open(txn_.get(), "records", MDB_INTEGERKEY, &records_));
        check(mdb_dbi_open(txn_.get(), "tiles", MDB_INTEGERKEY, &tiles_));
        read_info();
        blocks_ = std::vector<std::atomic<const std::uint8_t *>>(
            (info_.tiles + tiles_per_block(info_.tile) - 1) / tiles_per_block(info_.tile));
        whole_ = std::vector<std::atomic<bool>>(info_.tiles);
    }

    [[nodiscard]] const StoreInfo &info() const noexcept override { return info_; }

    [[nodiscard]] std::span<const std::uint8_t> view(TileId id) const override {
        check_id(id);
        const std::size_t per_block = tiles_per_block(info_.tile), bytes = bytes_of_tile(id);
        const std::span pixels(
            block(static_cast<std::uint32_t>(id / per_block)) + id % per_block * bytes, bytes);
        if (!whole_[id]) {
            if (hash_bytes(pixels) != record(id).pixels)
                corrupt(fmt::format("the pixels of tile {} are damaged", id));
            whole_[id] = true;
        }
        note_shown(pixels);
        return pixels;
    }

    void read(TileId id, std::span<std::uint8_t> pixels) const override {
        const auto stored = view(id);
        std::copy(stored.begin(), stored.end(), pixels.begin());
    }

    [[nodiscard]] TileRecord record(TileId id) const override {
        check_id(id);
        const auto bytes = unseal(bytes_of(find(records_, value_of(id))));
        auto record = bytes ? decode_record(*bytes) : std::nullopt;
        if (!record)
            corrupt(fmt::format("the record of tile {} is damaged", id));
        return *record;
    }

    [[nodiscard]] std::vector<TileFeatures> features() const override {
        const auto bytes = unseal(bytes_of(find(meta_, value_of("features"))));
        std::vector<TileFeatures> result(info_.tile == any_shape ? 0 : info_.tiles);
        if (!bytes || bytes->size() != result.size() * sizeof(TileFeatures))
            corrupt("the features of its tiles are damaged");
        // Not memcpy: without tiles there is no result to copy to.
        std::ranges::copy(*bytes, reinterpret_cast<std::uint8_t *>(result.data()));
        return result;
    }

  private:
    [[noreturn]] void corrupt(const std::string &what) const {
        throw Error(ErrorCode::corrupt_store,
                    fmt::format("tile library '{}' is damaged: {}", path_, what));
    }

    void check(int code) const {
        if (code > 0 && code != EINVAL) // of errno; LMDB's own are negative
            throw unopened_store(path_, code);
        if (code != 0)
            corrupt(mdb_strerror(code));
    }

    void check_id(TileId id) const {
        if (id >= info_.tiles)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("tile library '{}' has {} tiles; there is no tile {}", path_,
                                    info_.tiles, id));
    }

    /// A file that was cut would be mapped beyond its end, and reading there ends the program.
    void check_length() const {
        MDB_envinfo environment;
        MDB_stat status;
        check(mdb_env_info(env_.get(), &environment));
        check(mdb_env_stat(env_.get(), &status));
        const std::size_t wanted = (environment.me_last_pgno + 1) * status.ms_psize;
        if (const auto found = std::filesystem::file_size(path_); found < wanted)
            corrupt(fmt::format("it has {} of {} bytes", found, wanted));
    }

    void read_info() {
        const auto json = unseal(bytes_of(find(meta_, value_of("info"))));
        const auto info =
            json ? decode_info({reinterpret_cast<const char *>(json->data()), json->size()})
                 : std::nullopt;
        if (!info)
            corrupt("its description is damaged");
        info_ = *info;
    }

    /// LMDB wants one thread at a time in a transaction; what it finds stays where it is.
    MDB_val find(MDB_dbi database, MDB_val key) const {
        const std::lock_guard lock(mutex_);
        MDB_val value;
        check(mdb_get(txn_.get(), database, &key, &value));
        return value;
    }

    /// Mapped pages that were read count as memory of the process, although the system can take
    /// them back at any time: now and then they are let go of. They stay in its cache.
    void note_shown(std::span<const std::uint8_t> pixels) const {
        if (shown_.fetch_add(pixels.size()) + pixels.size() < most_shown_bytes)
            return;
        shown_ = 0;
        // From the first block that was read to the end of the last: what lies between is the
        // file's, too.
        std::uintptr_t begin = 0, end = 0;
        for (std::uint32_t index = 0; index < blocks_.size(); ++index)
            if (const auto at = reinterpret_cast<std::uintptr_t>(blocks_[index].load()); at != 0) {
                begin = begin == 0 ? at : std::min(begin, at);
                end = std::max(end, at + block_size(index));
            }
        const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        begin = begin / page * page;
        ::madvise(reinterpret_cast<void *>(begin), end - begin, MADV_DONTNEED);
    }

    [[nodiscard]] std::size_t block_size(std::uint32_t index) const {
        const std::size_t per_block = tiles_per_block(info_.tile);
        return std::min(per_block, info_.tiles - index * per_block) * bytes_of_tile(index);
    }

    [[nodiscard]] std::size_t bytes_of_tile(TileId id) const {
        return info_.tile == any_shape ? record(id).shape.bytes() : info_.tile.bytes();
    }

    const std::uint8_t *block(std::uint32_t index) const {
        if (const std::uint8_t *known = blocks_[index])
            return known;
        const auto bytes = bytes_of(find(tiles_, value_of(index)));
        if (bytes.size() != block_size(index))
            corrupt(fmt::format("block {} of its tiles has a wrong length", index));
        blocks_[index] = bytes.data();
        return bytes.data();
    }

    std::string path_;
    Env env_;
    Txn txn_;
    MDB_dbi meta_ = 0, records_ = 0, tiles_ = 0;
    StoreInfo info_;
    mutable std::mutex mutex_;
    mutable std::vector<std::atomic<const std::uint8_t *>> blocks_; ///< where they lie, once found
    mutable std::atomic<std::size_t> shown_{0};    ///< bytes, since pages were let go of
    mutable std::vector<std::atomic<bool>> whole_; ///< tiles whose checksum was found right
};

class LmdbKind final : public StoreKind {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "lmdb"; }

    [[nodiscard]] bool is_at(const std::string &path) const override {
        std::array<unsigned char, magic.size()> found{};
        const FileDescriptor file(path.c_str(), O_RDONLY | O_NONBLOCK); // it may be a pipe
        return ::pread(file.get(), found.data(), found.size(), magic_offset) ==
                   static_cast<ssize_t>(found.size()) &&
               found == magic;
    }

    [[nodiscard]] std::unique_ptr<TileStore> open(const std::string &path) const override {
        return std::make_unique<LmdbStore>(path);
    }

    [[nodiscard]] std::unique_ptr<TileStoreBuilder> create(const StoreRequest &request,
                                                           OptionList &) const override {
        return create_lmdb_store(request);
    }
};

} // namespace

const StoreKind &lmdb_store() {
    static const LmdbKind kind;
    return kind;
}

} // namespace tessera::internal
