// Bytes packed into a zlib stream, which is what HDF5's deflate filter makes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct libdeflate_compressor;

namespace tessera::internal {

/// Not thread-safe.
class ZlibPacker {
  public:
    /// REQUIRES: 1 <= level <= 9.
    explicit ZlibPacker(int level);

    /// Fewer bytes than were given; empty if they don't get fewer. Valid until the next call.
    [[nodiscard]] std::span<const std::uint8_t> pack(std::span<const std::uint8_t> bytes);

  private:
    struct Free {
        void operator()(libdeflate_compressor *compressor) const noexcept;
    };
    std::unique_ptr<libdeflate_compressor, Free> compressor_;
    std::vector<std::uint8_t> packed_;
};

/// False if they aren't a stream of exactly as many bytes. Thread-safe.
[[nodiscard]] bool unpack_zlib(std::span<const std::uint8_t> packed, std::span<std::uint8_t> bytes);

} // namespace tessera::internal
