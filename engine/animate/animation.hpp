// What all animations of mosaics are: a frame for each moment.
#pragma once

#include <tessera/animation.hpp>
#include <tessera/painter.hpp>

#include <string_view>
#include <vector>

namespace tessera::internal {

/// Frames of moments 0 .. 1. An effect derives from it and draws them.
class Animation : public FrameReader {
  public:
    /// shape: of what is shown, where the options don't say how large frames are.
    /// Throws: Error{invalid_argument}.
    Animation(Size shape, const AnimationOptions &options, std::string_view usual_ease,
              RunOptions run);

    [[nodiscard]] const SequenceInfo &info() const noexcept final { return info_; }
    [[nodiscard]] bool next(Frame &frame) final;
    bool skip() final;
    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() final;
    void seek(std::uint64_t index) final;

  protected:
    /// Draws all of the frame, whose rows are packed. The same whatever was drawn before.
    virtual void draw(double moment, const MutableImageView &frame) = 0;

    [[nodiscard]] double ease(double time) const noexcept { return ease_(time); }
    [[nodiscard]] Size size() const noexcept { return info_.size; }
    [[nodiscard]] Rgb background() const noexcept { return background_; }
    [[nodiscard]] const RunOptions &run() const noexcept { return run_; }

    /// A frame that shows all of a mosaic.
    [[nodiscard]] std::vector<std::uint8_t> draw_whole(MosaicPainter &painter) const;

  private:
    [[nodiscard]] std::chrono::nanoseconds duration_of(std::uint64_t index) const;

    SequenceInfo info_;
    Rgb background_;
    RunOptions run_;
    Easing ease_;
    std::uint64_t index_ = 0;
};

/// to = from * (1 - share) + to * share, by px: shares are height x width. All are of one size.
void blend(std::span<const std::uint8_t> from, std::span<const float> shares,
           std::span<std::uint8_t> to);

} // namespace tessera::internal
