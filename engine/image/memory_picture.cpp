#include "image/memory_picture.hpp"

#include "image/guard.hpp"
#include "image/memory.hpp"
#include "image/session.hpp"

#include <tessera/error.hpp>
#include <tessera/geometry.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vector>

namespace tessera::internal {
namespace {

void check(const ImageView &pixels, const std::string &name) {
    if (pixels.width < 1 || pixels.height < 1 || pixels.width > max_side ||
        pixels.height > max_side || pixels.bands < 1 || pixels.bands > 4)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' is {} x {} px of {} bands; 1 to {} px and 1 to 4 bands were "
                                "wanted",
                                name, pixels.width, pixels.height, pixels.bands, max_side));
    if (!pixels.data)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has no pixels: their address is null", name));
}

/// Bytes of a row of px.
std::size_t row_bytes(const ImageView &pixels) {
    return static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.bands);
}

std::shared_ptr<std::vector<std::uint8_t>> packed_copy(const ImageView &pixels) {
    const std::size_t row = row_bytes(pixels);
    const auto height = static_cast<std::size_t>(pixels.height);
    auto copy = std::make_shared<std::vector<std::uint8_t>>(row * height);
    for (std::size_t y = 0; y < height; ++y)
        std::copy_n(pixels.data + y * pixels.stride, row, copy->data() + y * row);
    return copy;
}

} // namespace

MemoryPicture::MemoryPicture(const ImageView &pixels, std::shared_ptr<const void> owner,
                             std::string name)
    : pixels_(pixels), owner_(std::move(owner)), name_(std::move(name)) {
    check(pixels_, name_);
    const std::size_t row = row_bytes(pixels_);
    if (pixels_.stride == 0)
        pixels_.stride = row;
    if (pixels_.stride < row)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has rows of {} bytes that begin every {} bytes", name_, row,
                                pixels_.stride));
    if (!owner_ || pixels_.stride != row) {
        const auto copy = packed_copy(pixels_);
        pixels_.data = copy->data();
        pixels_.stride = row;
        owner_ = copy;
    }
    start_libvips();
}

vips::VImage MemoryPicture::load(VipsAccess) const {
    return guarded(ErrorCode::unsupported, fmt::format("libvips can't take '{}'", name_), [&] {
        return view_pixels(
            {pixels_.data, row_bytes(pixels_) * static_cast<std::size_t>(pixels_.height)},
            pixels_.width, pixels_.height, pixels_.bands);
    });
}

} // namespace tessera::internal
