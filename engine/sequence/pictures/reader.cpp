// Frames that are pictures of their own.

#include "sequence/readers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

class Pictures final : public FrameReader {
  public:
    Pictures(std::vector<std::string> files, const FrameOptions &options)
        : files_(std::move(files)), options_(options) {
        info_ = open_pages(std::make_unique<PictureFile>(files_[0]), options_)->info();
        info_.expected_frames = files_.size();
        info_.rate = rate_of(options_);
        info_.plays = 0;
        info_.seekable = true;
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        if (next_ == files_.size())
            return false;
        const std::string &path = files_[next_];
        const FrameReaderPtr picture = open(path);
        if (const Size size = picture->info().size; size != info_.size)
            throw unreadable(path, fmt::format("it is {} x {} px, and the first frame, '{}', is "
                                               "{} x {}",
                                               size.width, size.height, files_[0], info_.size.width,
                                               info_.size.height));
        static_cast<void>(picture->next(frame)); // the first page of it
        frame.duration = info_.rate->period();
        ++next_;
        return true;
    }

    bool skip() override {
        if (next_ == files_.size())
            return false;
        ++next_;
        return true;
    }

    void seek(std::uint64_t index) override {
        next_ = static_cast<std::size_t>(std::min<std::uint64_t>(index, files_.size()));
    }

    [[nodiscard]] std::vector<std::chrono::nanoseconds> durations() override {
        return std::vector(files_.size(), info_.rate->period());
    }

  private:
    /// With as many channels as the first one, which must not be fewer than it has.
    [[nodiscard]] FrameReaderPtr open(const std::string &path) const {
        FrameReaderPtr picture = open_pages(std::make_unique<PictureFile>(path), options_);
        const int channels = picture->info().channels;
        if (channels > info_.channels)
            throw more_channels(path, channels, info_.channels);
        if (channels == info_.channels)
            return picture;
        FrameOptions options = options_;
        options.channels = info_.channels;
        return open_pages(std::make_unique<PictureFile>(path), options);
    }

    std::vector<std::string> files_;
    FrameOptions options_;
    SequenceInfo info_;
    std::size_t next_ = 0;
};

} // namespace

FrameReaderPtr open_pictures(std::vector<std::string> files, const FrameOptions &options) {
    return std::make_unique<Pictures>(std::move(files), options);
}

} // namespace tessera::internal
