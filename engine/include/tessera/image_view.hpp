// Views of pixels in memory. A view doesn't own the pixels.
#pragma once

#include <tessera/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace tessera {

/// A picture in memory: height rows of width x bands 8-bit values, row-major. The bands are: 1
/// grey; 2 grey and alpha; 3 sRGB; 4 sRGB and alpha. The memory must outlive the view. Use
/// ImageView or MutableImageView.
template <class Value> struct BasicImageView {
    Value *data = nullptr;
    int width = 0, height = 0; ///< px
    int bands = 3;
    std::size_t stride = 0; ///< bytes from one row to the next; 0: packed rows of width * bands

    /// Returns the bytes of the values in a row.
    [[nodiscard]] constexpr std::size_t row_bytes() const noexcept {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(bands);
    }
    /// Returns the bytes from one row to the next. It is never 0 if there are pixels.
    [[nodiscard]] constexpr std::size_t step() const noexcept {
        return stride == 0 ? row_bytes() : stride;
    }
    /// Returns true if no bytes lie between rows.
    [[nodiscard]] constexpr bool is_packed() const noexcept { return step() == row_bytes(); }
    /// Returns the width and height, px.
    [[nodiscard]] constexpr Size size() const noexcept { return {width, height}; }

    /// Returns the first value of a row. REQUIRES: 0 <= y < height.
    [[nodiscard]] constexpr Value *row(int y) const noexcept {
        return data + static_cast<std::size_t>(y) * step();
    }
    /// Returns all values of all rows. REQUIRES: is_packed().
    [[nodiscard]] constexpr std::span<Value> values() const noexcept {
        return {data, row_bytes() * static_cast<std::size_t>(height)};
    }
    /// Converts to a view of the same pixels that can't change them.
    constexpr operator BasicImageView<const Value>() const noexcept
        requires(!std::is_const_v<Value>) {
        return {data, width, height, bands, stride};
    }
};

/// A view for reading pixels.
using ImageView = BasicImageView<const std::uint8_t>;

/// A view for drawing on pixels.
using MutableImageView = BasicImageView<std::uint8_t>;

/// Returns a view of packed pixels.
/// REQUIRES: pixels.size() == width x height x bands; both sides fit into an int.
[[nodiscard]] constexpr ImageView view_of(std::span<const std::uint8_t> pixels, Size size,
                                          int bands = 3) noexcept {
    return {pixels.data(), static_cast<int>(size.width), static_cast<int>(size.height), bands};
}

/// Returns a view for drawing on packed pixels. REQUIRES: as view_of().
[[nodiscard]] constexpr MutableImageView mutable_view_of(std::span<std::uint8_t> pixels, Size size,
                                                         int bands = 3) noexcept {
    return {pixels.data(), static_cast<int>(size.width), static_cast<int>(size.height), bands};
}

} // namespace tessera
