// A chunked dataset of an HDF5 file as one run of bytes, read where they lie.
// Why: docs/decisions/hdf5-says-only-where-data-lies.md
#pragma once

#include "store/hdf5/driver.hpp"

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tessera::internal {

/// HDF5 is asked once where a chunk lies, and it answers one thread at a time; bytes are then
/// copied, or unpacked, by as many threads as want them. Thread-safe. Throws: Hdf5Failure.
class Hdf5Chunks {
  public:
    /// A dataset with so many bytes in each item of its first dimension. REQUIRES: both outlive it.
    Hdf5Chunks(hid_t file, Hdf5Map &map, const char *name, std::uint64_t item_bytes);

    [[nodiscard]] std::uint64_t items() const noexcept { return items_; }
    [[nodiscard]] hid_t dataset() const noexcept { return dataset_.get(); }

    /// In place; empty where they don't lie together as they are.
    [[nodiscard]] std::span<const std::uint8_t> view(std::uint64_t begin, std::size_t bytes) const;

    void read(std::uint64_t begin, std::span<std::uint8_t> bytes) const;

  private:
    struct Chunk {
        std::span<const std::uint8_t> bytes;
        bool packed;
    };

    void check_shape(std::uint64_t item_bytes);
    void check_range(std::uint64_t begin, std::size_t bytes) const;
    [[nodiscard]] Chunk chunk(std::uint64_t index) const;
    [[nodiscard]] Chunk find(std::uint64_t index) const;
    [[noreturn]] void fail(const std::string &what) const;

    std::string name_;
    Hdf5Map &map_;
    Hdf5Id dataset_;
    int rank_ = 0;
    bool packed_ = false; ///< chunks may be
    std::uint64_t items_ = 0, items_per_chunk_ = 0, item_bytes_, chunk_bytes_ = 0;
    mutable std::vector<std::atomic<const std::uint8_t *>> places_; ///< once found
    mutable std::vector<std::atomic<std::uint32_t>> sizes_; ///< of packed chunks; 0: not packed
};

} // namespace tessera::internal
