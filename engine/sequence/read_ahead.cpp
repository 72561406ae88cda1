#include "sequence/read_ahead.hpp"

#include "image/session.hpp"

#include <future>
#include <utility>

namespace tessera::internal {
namespace {

class Ahead final : public FrameReader {
  public:
    explicit Ahead(std::unique_ptr<FrameReader> frames) : frames_(std::move(frames)) {}

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return frames_->info(); }

    [[nodiscard]] bool next(Frame &frame) override {
        if (!coming_.valid())
            start();
        if (!coming_.get())
            return false;
        std::swap(frame, frame_);
        start();
        return true;
    }

    bool skip() override { return coming_.valid() ? coming_.get() : frames_->skip(); }

    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override {
        if (coming_.valid())
            coming_.wait();
        return frames_->durations();
    }

    void seek(std::uint64_t index) override {
        if (coming_.valid())
            coming_ = {}; // waits for it
        frames_->seek(index);
    }

  private:
    void start() {
        coming_ = std::async(std::launch::async, [this] {
            const VipsThread thread;
            return frames_->next(frame_);
        });
    }

    std::unique_ptr<FrameReader> frames_;
    Frame frame_{};
    std::future<bool> coming_; ///< whether there is one more; goes first, and waits
};

} // namespace

std::unique_ptr<FrameReader> read_ahead(std::unique_ptr<FrameReader> frames) {
    return std::make_unique<Ahead>(std::move(frames));
}

} // namespace tessera::internal
