#include "store/hdf5/zlib.hpp"

#include <libdeflate.h>
#include <new>

namespace tessera::internal {

void ZlibPacker::Free::operator()(libdeflate_compressor *compressor) const noexcept {
    libdeflate_free_compressor(compressor);
}

ZlibPacker::ZlibPacker(int level) : compressor_(libdeflate_alloc_compressor(level)) {
    if (!compressor_)
        throw std::bad_alloc();
}

std::span<const std::uint8_t> ZlibPacker::pack(std::span<const std::uint8_t> bytes) {
    packed_.resize(bytes.size());
    const std::size_t size = libdeflate_zlib_compress(compressor_.get(), bytes.data(), bytes.size(),
                                                      packed_.data(), packed_.size() - 1);
    return std::span(packed_).first(size);
}

bool unpack_zlib(std::span<const std::uint8_t> packed, std::span<std::uint8_t> bytes) {
    thread_local const std::unique_ptr<libdeflate_decompressor,
                                       decltype(&libdeflate_free_decompressor)>
        decompressor(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    if (!decompressor)
        throw std::bad_alloc();
    return libdeflate_zlib_decompress(decompressor.get(), packed.data(), packed.size(),
                                      bytes.data(), bytes.size(), nullptr) == LIBDEFLATE_SUCCESS;
}

} // namespace tessera::internal
