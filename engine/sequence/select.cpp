// Parts of sequences, and sequences at another rate.

#include "sequence/readers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::internal {
namespace {

using std::chrono::nanoseconds;

nanoseconds of_seconds(double seconds) {
    return nanoseconds(std::llround(std::min(seconds, 1e9) * 1e9));
}

/// How long a frame is really shown.
nanoseconds shown(nanoseconds duration) {
    return duration > nanoseconds(0) ? duration : nanoseconds(usual_duration);
}

/// A span of frames of a sequence that are shown as the first of them.
struct Group {
    std::uint64_t first = 0;
    nanoseconds duration{0};
};

std::vector<Group> groups_of(const std::vector<nanoseconds> &durations,
                             const FrameOptions &options) {
    const nanoseconds start = of_seconds(options.start.value_or(0));
    const nanoseconds end = options.end ? of_seconds(*options.end) : nanoseconds::max();
    std::vector<Group> groups;
    nanoseconds time{0};
    int in_group = 0;
    for (std::uint64_t i = 0; i < durations.size() && time < end; ++i) {
        if (time >= start) {
            if (in_group == 0)
                groups.push_back({i, nanoseconds(0)});
            groups.back().duration += durations[i];
            in_group = (in_group + 1) % options.every;
        }
        time += shown(durations[i]);
    }
    return groups;
}

class Part final : public FrameReader {
  public:
    Part(FrameReaderPtr reader, const FrameOptions &options)
        : reader_(std::move(reader)), groups_(groups_of(reader_->durations(), options)),
          info_(reader_->info()) {
        info_.expected_frames = groups_.size();
        if (info_.rate && options.every > 1)
            info_.rate->denominator *= options.every;
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        if (next_ == groups_.size())
            return false;
        const Group &group = groups_[next_++];
        if (info_.seekable)
            reader_->seek(group.first);
        else
            for (; at_ < group.first; ++at_)
                static_cast<void>(reader_->skip());
        ++at_;
        if (!reader_->next(frame))
            return false;
        frame.duration = info_.rate ? info_.rate->period() : group.duration;
        return true;
    }

    bool skip() override {
        if (next_ == groups_.size())
            return false;
        ++next_;
        return true;
    }

    void seek(std::uint64_t index) override {
        if (!info_.seekable)
            FrameReader::seek(index);
        next_ = static_cast<std::size_t>(std::min<std::uint64_t>(index, groups_.size()));
    }

    [[nodiscard]] std::vector<nanoseconds> durations() override {
        std::vector<nanoseconds> durations;
        for (const Group &group : groups_)
            durations.push_back(info_.rate ? info_.rate->period() : group.duration);
        return durations;
    }

  private:
    FrameReaderPtr reader_;
    std::vector<Group> groups_;
    SequenceInfo info_;
    std::size_t next_ = 0;
    std::uint64_t at_ = 0; ///< frame that the reader comes to next
};

class Resampled final : public FrameReader {
  public:
    Resampled(FrameReaderPtr reader, FrameRate rate)
        : reader_(std::move(reader)), info_(reader_->info()) {
        if (info_.rate)
            info_.expected_frames = static_cast<std::uint64_t>(
                double(info_.expected_frames) * double(info_.rate->denominator * rate.numerator) /
                double(info_.rate->numerator * rate.denominator));
        else
            info_.expected_frames = 0;
        info_.rate = rate;
        info_.seekable = false;
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        if (!show(index_))
            return false;
        ++index_;
        frame.pixels = current_.pixels;
        frame.duration = info_.rate->period();
        return true;
    }

    [[nodiscard]] std::vector<nanoseconds> durations() override {
        nanoseconds length{0};
        for (const nanoseconds duration : reader_->durations())
            length += shown(duration);
        std::uint64_t count = 0;
        while (info_.rate->start_of(count) < length)
            ++count;
        return std::vector(count, info_.rate->period());
    }

  private:
    /// Takes frames until one is there that is shown when the frame of that index begins.
    [[nodiscard]] bool show(std::uint64_t index) {
        const nanoseconds time = info_.rate->start_of(index);
        while (end_ <= time) {
            if (!reader_->next(current_))
                return false;
            end_ += shown(current_.duration);
        }
        return true;
    }

    FrameReaderPtr reader_;
    SequenceInfo info_;
    Frame current_;
    nanoseconds end_{0}; ///< of the frame that is shown
    std::uint64_t index_ = 0;
};

class Retimed final : public FrameReader {
  public:
    Retimed(FrameReaderPtr reader, nanoseconds duration)
        : reader_(std::move(reader)), info_(reader_->info()), duration_(duration) {
        info_.rate = common_rate({duration});
        info_.audio.reset(); // which has its own speed
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        const bool is_there = reader_->next(frame);
        frame.duration = duration_;
        return is_there;
    }

    bool skip() override { return reader_->skip(); }
    void seek(std::uint64_t index) override { reader_->seek(index); }

    [[nodiscard]] std::vector<nanoseconds> durations() override {
        return std::vector(reader_->durations().size(), duration_);
    }

  private:
    FrameReaderPtr reader_;
    SequenceInfo info_;
    nanoseconds duration_;
};

} // namespace

FrameReaderPtr select_part(FrameReaderPtr reader, const FrameOptions &options) {
    if (!options.start && !options.end && options.every == 1)
        return reader;
    return std::make_unique<Part>(std::move(reader), options);
}

FrameReaderPtr retime(FrameReaderPtr reader, nanoseconds duration) {
    return std::make_unique<Retimed>(std::move(reader), duration);
}

FrameReaderPtr resample(FrameReaderPtr reader, FrameRate rate) {
    if (reader->info().rate == rate)
        return reader;
    return std::make_unique<Resampled>(std::move(reader), rate);
}

} // namespace tessera::internal
