#include "sequence/frame_source.hpp"

namespace tessera::internal {

FrameSource::FrameSource(FrameReader &reader, const RunOptions &run)
    : reader_(reader), run_(run), progress_(run, "frames", reader.info().expected_frames) {}

bool FrameSource::next(Frame &frame) {
    throw_if_cancelled(run_);
    if (!reader_.next(frame))
        return false;
    ++frames_;
    duration_ += frame.duration;
    progress_.add(1);
    return true;
}

} // namespace tessera::internal
