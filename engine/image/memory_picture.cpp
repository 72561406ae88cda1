#include "image/memory_picture.hpp"

#include "image/guard.hpp"
#include "image/memory.hpp"
#include "image/session.hpp"
#include "image/view.hpp"

#include <tessera/error.hpp>
#include <tessera/geometry.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vector>

namespace tessera::internal {
namespace {

std::shared_ptr<std::vector<std::uint8_t>> packed_copy(const ImageView &pixels) {
    const std::size_t row = pixels.row_bytes();
    auto copy = std::make_shared<std::vector<std::uint8_t>>();
    copy->reserve(row * static_cast<std::size_t>(pixels.height));
    for (int y = 0; y < pixels.height; ++y)
        copy->insert(copy->end(), pixels.row(y), pixels.row(y) + row);
    return copy;
}

} // namespace

MemoryPicture::MemoryPicture(const ImageView &pixels, std::shared_ptr<const void> owner,
                             std::string name)
    : pixels_(pixels), owner_(std::move(owner)), name_(std::move(name)) {
    check_view(pixels_, name_);
    if (!owner_ || !pixels_.is_packed()) {
        const auto copy = packed_copy(pixels_);
        pixels_ = view_of(*copy, pixels_.size(), pixels_.bands);
        owner_ = copy;
    }
    start_libvips();
}

vips::VImage MemoryPicture::load(VipsAccess) const {
    return guarded(ErrorCode::unsupported, fmt::format("libvips can't take '{}'", name_),
                   [&] { return view_pixels(pixels_); });
}

} // namespace tessera::internal
