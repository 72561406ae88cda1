// Pixels that lie in memory, seen by those who don't own them.
#pragma once

#include <tessera/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace tessera {

/// Height rows of width x bands 8-bit values, row-major. Bands: 1 is grey, 2 grey and alpha, 3
/// sRGB, 4 sRGB and alpha. The memory must outlive the view.
template <class Value> struct BasicImageView {
    Value *data = nullptr;
    int width = 0, height = 0; ///< px
    int bands = 3;
    std::size_t stride = 0; ///< bytes from the begin of a row to that of the next; 0: packed rows

    /// Bytes of the values of a row.
    [[nodiscard]] constexpr std::size_t row_bytes() const noexcept {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(bands);
    }
    /// Bytes from a row to the next one, also where `stride` is 0.
    [[nodiscard]] constexpr std::size_t step() const noexcept {
        return stride == 0 ? row_bytes() : stride;
    }
    [[nodiscard]] constexpr bool is_packed() const noexcept { return step() == row_bytes(); }
    [[nodiscard]] constexpr Size size() const noexcept { return {width, height}; }

    /// REQUIRES: 0 <= y < height.
    [[nodiscard]] constexpr Value *row(int y) const noexcept {
        return data + static_cast<std::size_t>(y) * step();
    }
    /// All values. REQUIRES: is_packed().
    [[nodiscard]] constexpr std::span<Value> values() const noexcept {
        return {data, row_bytes() * static_cast<std::size_t>(height)};
    }
    /// The same pixels, to be read alone.
    constexpr operator BasicImageView<const Value>() const noexcept
        requires(!std::is_const_v<Value>) {
        return {data, width, height, bands, stride};
    }
};

/// Pixels that are read.
using ImageView = BasicImageView<const std::uint8_t>;

/// Pixels that are drawn on.
using MutableImageView = BasicImageView<std::uint8_t>;

} // namespace tessera
