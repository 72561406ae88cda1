// Frames one below the other, drawn when they are asked for.
// Why: docs/decisions/frames-come-one-at-a-time.md
#pragma once

#include "sequence/frame_source.hpp"

#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <vips/vips8>

namespace tessera::internal {

/// A picture of all frames as libvips' savers of animations want it: each is taken from its source
/// when the first of its lines is needed, and given up soon after the last. It must be read from
/// top to bottom, more or less. Its picture must not outlive it.
class FrameStrip {
  public:
    /// frames: how many there are. REQUIRES: frames * height <= max_side.
    FrameStrip(FrameSource &source, std::uint64_t frames);
    FrameStrip(const FrameStrip &) = delete;
    FrameStrip &operator=(const FrameStrip &) = delete;

    [[nodiscard]] const vips::VImage &image() const noexcept { return image_; }

    /// Throws what went wrong while lines were drawn, if anything did: libvips can't hand it on.
    void rethrow() const;

  private:
    static int generate(VipsRegion *region, void *, void *strip, void *, gboolean *);
    void draw(VipsRegion *region);
    const Frame &frame(std::uint64_t index);

    FrameSource &source_;
    std::mutex mutex_;
    std::deque<Frame> frames_{}; ///< the last ones that came
    std::uint64_t first_ = 0;    ///< index of the first of them
    std::exception_ptr error_{};
    vips::VImage image_;
};

} // namespace tessera::internal
