// Frames of a video, decoded by ffmpeg and handed over through pipes.

#include "base/log.hpp"
#include "sequence/pixels.hpp"
#include "sequence/readers.hpp"
#include "sequence/video/ffmpeg.hpp"
#include "sequence/video/probe.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

using std::chrono::nanoseconds;

/// What a container's time stamps may be off by: many count in milliseconds.
constexpr nanoseconds tolerance{1'500'000};

/// When a frame is shown, counted from where reading starts, and for how long as far as it says.
struct Stamp {
    nanoseconds time{0}, duration{0};
};

/// Of a line of ffmpeg's framecrc: stream, dts, pts, duration, size, checksum. Nothing for the
/// lines of its header.
std::optional<Stamp> parse_stamp(const std::string &line) {
    if (line.starts_with('#'))
        return std::nullopt;
    std::array<std::int64_t, 4> fields{};
    const char *at = line.c_str();
    for (std::int64_t &field : fields) {
        char *end = nullptr;
        field = std::strtoll(at, &end, 10);
        if (end == at)
            return std::nullopt;
        at = *end == ',' ? end + 1 : end;
    }
    return Stamp{nanoseconds(fields[2]), nanoseconds(std::max<std::int64_t>(0, fields[3]))};
}

std::string pixel_format(int channels) {
    return channels == 1 ? "gray" : channels == 3 ? "rgb24" : "rgba";
}

class Video : public FrameReader {
  public:
    Video(std::string path, const VideoInfo &video, const FrameOptions &options,
          const RunOptions &run)
        : path_(std::move(path)), options_(options), run_(run) {
        info_.size = video.size;
        native_ = video.channels;
        info_.channels = options.channels.value_or(native_);
        info_.rate = video.rate;
        info_.tags = video.tags;
        if (!video.audio.empty())
            info_.audio = {path_, video.audio, options.start.value_or(0), options.end};
        if (!options.end)
            end_ =
                nanoseconds(std::llround((video.stream_seconds - options.start.value_or(0)) * 1e9));
        expect(video);
    }

    [[nodiscard]] const SequenceInfo &info() const noexcept override { return info_; }

    [[nodiscard]] bool next(Frame &frame) override {
        if (!started_) {
            started_ = true;
            start(child_, true);
            take_ahead();
        }
        if (!ahead_)
            return false;
        if (info_.channels == native_)
            frame.pixels.swap(pixels_);
        else
            convert_pixels(view_of(pixels_, info_.size, native_), info_.channels,
                           options_.background, frame.pixels);
        const Stamp stamp = *ahead_;
        take_ahead();
        frame.duration = duration_of(stamp, ahead_);
        return true;
    }

    [[nodiscard]] std::vector<nanoseconds> durations() override {
        std::optional<ChildProcess> child;
        start(child, false);
        std::vector<nanoseconds> durations;
        std::optional<Stamp> before;
        while (const auto stamp = next_stamp(*child, ChildProcess::output)) {
            if (is_beyond(*stamp))
                break;
            if (before)
                durations.push_back(duration_of(*before, stamp));
            before = stamp;
        }
        if (before)
            durations.push_back(duration_of(*before, std::nullopt));
        if (!options_.end)
            finish(*child);
        return durations;
    }

  private:
    /// What the file leads one to expect of the part that is read.
    void expect(const VideoInfo &video) {
        if (!options_.start && !options_.end && video.frames > 0) {
            info_.expected_frames = video.frames;
        } else {
            const double begin = options_.start.value_or(0);
            const double end = std::min(options_.end.value_or(video.seconds), video.seconds);
            info_.expected_frames = static_cast<std::uint64_t>(
                std::llround(std::max(0.0, end - begin) * double(video.mean_rate.numerator) /
                             double(video.mean_rate.denominator)));
        }
        const auto every = static_cast<std::uint64_t>(options_.every);
        info_.expected_frames = (info_.expected_frames + every - 1) / every;
        if (info_.rate)
            info_.rate->denominator *= options_.every;
    }

    /// Frames as px and their times, or their times alone.
    [[nodiscard]] std::string filters(bool pixels) const {
        const std::string select =
            options_.every == 1 ? "" : fmt::format("select=not(mod(n\\,{})),", options_.every);
        const std::string clock = "settb=1/1000000000";
        if (!pixels)
            return fmt::format("[0:V:0]{}{}[times]", select, clock);
        const std::string to_pixels =
            fmt::format("scale={}:{}:flags=bicubic+accurate_rnd+full_chroma_int,setsar=1,format={}",
                        info_.size.width, info_.size.height, pixel_format(native_));
        return fmt::format("[0:V:0]{}{},{},split[pixels][times]", select, to_pixels, clock);
    }

    void start(std::optional<ChildProcess> &child, bool pixels) {
        std::vector<std::string> arguments = {"-nostdin", "-v", "error"};
        if (run_.threads > 0)
            arguments.insert(arguments.end(), {"-threads", std::to_string(run_.threads)});
        for (const std::string &argument : input_arguments())
            arguments.push_back(argument);
        if (options_.start)
            arguments.insert(arguments.end(), {"-ss", fmt::format("{:.6f}", *options_.start)});
        if (options_.end)
            arguments.insert(arguments.end(), {"-to", fmt::format("{:.6f}", *options_.end)});
        arguments.insert(arguments.end(),
                         {"-i", file_url(path_), "-filter_complex", filters(pixels)});
        const std::vector<std::string> as_they_come = {
            "-fps_mode", "passthrough", "-enc_time_base", "1:1000000000", "-flush_packets", "1"};
        const auto add = [&](std::vector<std::string> output) {
            arguments.insert(arguments.end(), output.begin(), output.begin() + 2);
            arguments.insert(arguments.end(), as_they_come.begin(), as_they_come.end());
            arguments.insert(arguments.end(), output.begin() + 2, output.end());
        };
        if (pixels)
            add({"-map", "[pixels]", "-f", "rawvideo", "pipe:1"});
        add({"-map", "[times]", "-c:v", "wrapped_avframe", "-f", "framecrc",
             pixels ? "pipe:3" : "pipe:1"});
        ProcessOptions options =
            run_program("ffmpeg", fmt::format("cannot read '{}'", path_), arguments, run_);
        options.has_side_output = pixels;
        child.emplace(std::move(options));
    }

    /// The next frame's time; nothing after the last one.
    [[nodiscard]] static std::optional<Stamp> next_stamp(ChildProcess &child,
                                                         ChildProcess::Stream stream) {
        std::optional<Stamp> stamp;
        while (!stamp) {
            const auto line = child.read_line(stream);
            if (!line)
                return std::nullopt;
            stamp = parse_stamp(*line);
        }
        return stamp;
    }

    /// Whether it is after the last frame that is wanted: ffmpeg hands over some of them.
    [[nodiscard]] bool is_beyond(const Stamp &stamp) const {
        return options_.end &&
               options_.start.value_or(0) + double(stamp.time.count()) / 1e9 > *options_.end - 1e-6;
    }

    /// Reads one frame further than is asked for: only its time tells how long the one before is
    /// shown.
    void take_ahead() {
        ahead_.reset();
        pixels_.resize(static_cast<std::size_t>(info_.size.width * info_.size.height * native_));
        const std::size_t got = child_->read(ChildProcess::output, pixels_);
        if (got == pixels_.size())
            ahead_ = next_stamp(*child_, ChildProcess::side_output);
        if (!ahead_) {
            finish(*child_);
            if (got > 0)
                child_->fail("it ends within a frame");
            child_.reset();
        } else if (is_beyond(*ahead_)) {
            ahead_.reset();
            child_.reset();
        }
    }

    void finish(ChildProcess &child) const {
        const int code = child.finish();
        if (code == 0 && child.error_text().empty())
            return;
        if (!options_.keep_damaged)
            child.fail("it is damaged, or ends too early");
        log().warn("'{}' is damaged, or ends too early; ffmpeg says: {}", path_,
                   child.error_text());
    }

    [[nodiscard]] nanoseconds duration_of(const Stamp &stamp,
                                          const std::optional<Stamp> &after) const {
        // ffmpeg takes the last frame for one of mean duration.
        const nanoseconds last =
            end_ > stamp.time ? end_ - stamp.time : stamp.duration * options_.every;
        const nanoseconds measured =
            after ? std::max(nanoseconds(0), after->time - stamp.time) : last;
        if (info_.rate && (measured <= nanoseconds(0) ||
                           std::chrono::abs(measured - info_.rate->period()) <= tolerance))
            return info_.rate->period();
        return measured;
    }

    std::string path_;
    FrameOptions options_;
    RunOptions run_;
    SequenceInfo info_;
    nanoseconds end_{0}; ///< of the last frame, where that is known
    int native_ = 3;     ///< channels that ffmpeg is asked for
    bool started_ = false;
    std::optional<ChildProcess> child_;
    std::optional<Stamp> ahead_; ///< of the frame that next() hands over next
    std::vector<std::uint8_t> pixels_;
};

} // namespace

FrameReaderPtr open_video(const std::string &path, const FrameOptions &options,
                          const RunOptions &run) {
    const VideoInfo video = probe_video(path, run);
    check_frame_size(path, video.size);
    return std::make_unique<Video>(path, video, options, run);
}

} // namespace tessera::internal
