// Values appended to a dataset of an HDF5 file, a chunk at a time.
#pragma once

#include "store/hdf5/id.hpp"
#include "store/hdf5/zlib.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace tessera::internal {

/// A dataset to be: items x shape of an item.
struct Hdf5Layout {
    const char *name;                               ///< path from the root; its groups exist
    hid_t type;                                     ///< of a value, as it lies in memory
    std::vector<hsize_t> shape{};                   ///< of an item; none: one value
    std::size_t chunk_bytes = std::size_t{8} << 10; ///< about
    int deflate = 0;                                ///< level 1 to 9; 0: none
};

/// An empty dataset that grows along its first dimension, in chunks of so many items.
[[nodiscard]] Hdf5Id create_dataset(hid_t file, const Hdf5Layout &layout, hsize_t items_per_chunk);

[[nodiscard]] Hdf5Id create_group(hid_t file, const char *name);

/// Items of fixed size. Holds one chunk in memory. Not thread-safe. Throws: Hdf5Failure.
class Hdf5Stream {
  public:
    Hdf5Stream(hid_t file, const Hdf5Layout &layout);

    /// REQUIRES: whole items.
    void append(std::span<const std::uint8_t> items);

    template <class Value> void append_value(const Value &value) {
        static_assert(std::is_trivially_copyable_v<Value>);
        append({reinterpret_cast<const std::uint8_t *>(&value), sizeof value});
    }

    /// Writes what is left over. Nothing is appended afterwards.
    void finish();

    [[nodiscard]] hid_t dataset() const noexcept { return dataset_.get(); }

  private:
    void write_chunk();

    std::size_t item_bytes_, items_per_chunk_;
    Hdf5Id dataset_;
    std::vector<hsize_t> extent_; ///< of the dataset, with what is on disk
    std::optional<ZlibPacker> packer_;
    std::vector<std::uint8_t> chunk_; ///< not yet on disk
};

} // namespace tessera::internal
