#include "sequence/animation/strip.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace tessera::internal {
namespace {

/// Lines that savers may still ask for after later ones.
constexpr std::int64_t lines_kept = 512;

} // namespace

FrameStrip::FrameStrip(FrameSource &source, std::uint64_t frames) : source_(source) {
    const SequenceInfo &info = source.info();
    VipsImage *image = vips_image_new();
    vips_image_init_fields(image, static_cast<int>(info.size.width),
                           static_cast<int>(info.size.height * static_cast<std::int64_t>(frames)),
                           info.channels, VIPS_FORMAT_UCHAR, VIPS_CODING_NONE,
                           info.channels == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB,
                           1, 1);
    image_ = vips::VImage(image);
    if (vips_image_pipelinev(image, VIPS_DEMAND_STYLE_FATSTRIP, nullptr) != 0 ||
        vips_image_generate(image, nullptr, generate, nullptr, this, nullptr) != 0)
        throw vips::VError();
}

int FrameStrip::generate(VipsRegion *region, void *, void *strip, void *, gboolean *) {
    auto &self = *static_cast<FrameStrip *>(strip);
    const std::lock_guard lock(self.mutex_);
    try {
        if (!self.error_)
            self.draw(region);
    } catch (...) {
        self.error_ = std::current_exception();
    }
    if (self.error_)
        vips_error("tessera", "no more frames");
    return self.error_ ? -1 : 0;
}

void FrameStrip::draw(VipsRegion *region) {
    const VipsRect &part = region->valid;
    const auto height = source_.info().size.height;
    const std::size_t channels = static_cast<std::size_t>(source_.info().channels);
    const std::size_t line = static_cast<std::size_t>(source_.info().size.width) * channels;
    for (int y = part.top; y < part.top + part.height; ++y) {
        const Frame &from = frame(static_cast<std::uint64_t>(y / height));
        std::memcpy(VIPS_REGION_ADDR(region, part.left, y),
                    from.pixels.data() + static_cast<std::size_t>(y % height) * line +
                        static_cast<std::size_t>(part.left) * channels,
                    static_cast<std::size_t>(part.width) * channels);
    }
}

const Frame &FrameStrip::frame(std::uint64_t index) {
    const auto most = static_cast<std::size_t>(
        2 + lines_kept / std::max<std::int64_t>(1, source_.info().size.height));
    while (index >= first_ + frames_.size()) {
        Frame next;
        if (frames_.size() == most) { // its memory is used again
            next = std::move(frames_.front());
            frames_.pop_front();
            ++first_;
        }
        if (!source_.next(next))
            throw Error(ErrorCode::unreadable_image,
                        "there are fewer frames than their times said: the input has changed");
        frames_.push_back(std::move(next));
    }
    if (index < first_)
        throw Error(ErrorCode::write_failed, "libvips asked for a frame that was written already");
    return frames_[index - first_];
}

void FrameStrip::rethrow() const {
    if (error_)
        std::rethrow_exception(error_);
}

} // namespace tessera::internal
