// Frames of an animated PNG: ffmpeg decodes them, the file itself tells their times.

#include "sequence/animation/apng.hpp"
#include "sequence/readers.hpp"

#include <utility>

namespace tessera::internal {
namespace {

/// A video whose durations are told by the file itself, to the millisecond.
class Apng final : public FrameReader {
  public:
    Apng(FrameReaderPtr video, const ApngTimes &times)
        : video_(std::move(video)), times_(times), info_(video_->info()) {
        info_.expected_frames = times.durations.size();
        info_.plays = times.plays;
        info_.rate = common_rate(times.durations);
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        if (next_ == times_.durations.size() || !video_->next(frame))
            return false;
        frame.duration = times_.durations[next_++];
        return true;
    }

    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override {
        return times_.durations;
    }

  private:
    FrameReaderPtr video_;
    ApngTimes times_;
    SequenceInfo info_;
    std::size_t next_ = 0;
};

} // namespace

FrameReaderPtr open_apng(const std::string &path, const ApngTimes &times,
                         const FrameOptions &options, const RunOptions &run) {
    FrameOptions whole;
    whole.channels = options.channels;
    whole.background = options.background;
    return std::make_unique<Apng>(open_video(path, whole, run), times);
}

} // namespace tessera::internal
