// NumPy's file format, as far as tensors of frames go.
#pragma once

#include <tessera/sequence.hpp>

#include <cstdint>
#include <string>

namespace tessera::internal {

/// A tensor of shape (channels, frames, height, width), C order.
struct TensorShape {
    std::uint64_t channels = 0, frames = 0, height = 0, width = 0;
    TensorNumber number = TensorNumber::float32;

    [[nodiscard]] std::uint64_t number_bytes() const noexcept {
        return number == TensorNumber::float32 ? 4 : 1;
    }
    /// Bytes of one channel of one frame: they lie together.
    [[nodiscard]] std::uint64_t plane_bytes() const noexcept {
        return height * width * number_bytes();
    }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return channels * frames * plane_bytes(); }
};

/// What stands before the numbers; always as long as that.
inline constexpr std::uint64_t tensor_header_bytes = 128;

/// Source: numpy.lib.format, version 1.0.
[[nodiscard]] std::string tensor_header(const TensorShape &shape);

struct TensorFile {
    TensorShape shape{};
    std::uint64_t data_begin = 0; ///< where the numbers start in the file
};

/// Whether a file says that it is one of NumPy's.
[[nodiscard]] bool is_npy(const std::string &path);

/// Throws: Error{unreadable_image} where it is no such tensor, or shorter than it says.
[[nodiscard]] TensorFile read_tensor_header(const std::string &path);

} // namespace tessera::internal
