// MP4, WebM and animated PNG, encoded by ffmpeg.

#include "sequence/readers.hpp"
#include "sequence/video/arguments.hpp"
#include "sequence/video/ffmpeg.hpp"
#include "sequence/video/matroska.hpp"
#include "sequence/writers.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <filesystem>
#include <span>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::internal {
using std::chrono::nanoseconds;
namespace {

constexpr std::int64_t per_microsecond = 1000; // nanoseconds

Size even(Size size) { return {size.width + size.width % 2, size.height + size.height % 2}; }

/// Repeats the last column and the last row where they make a side even.
void pad(const std::vector<std::uint8_t> &pixels, Size size, int channels,
         std::vector<std::uint8_t> &padded) {
    const auto line = static_cast<std::ptrdiff_t>(size.width * channels);
    padded.clear();
    for (std::int64_t y = 0; y < even(size).height; ++y) {
        const auto begin = pixels.begin() + std::min(y, size.height - 1) * line;
        padded.insert(padded.end(), begin, begin + line);
        if (size.width % 2 == 1)
            padded.insert(padded.end(), begin + line - channels, begin + line);
    }
}

nanoseconds shown(nanoseconds duration) {
    return duration > nanoseconds(0) ? duration : nanoseconds(usual_duration);
}

/// The child, and what is sent to it.
class Encoder {
  public:
    Encoder(ProcessOptions options, const SequenceInfo &info, bool pads)
        : child_(std::move(options)), info_(info), pads_(pads && even(info.size) != info.size) {
        if (!info_.rate)
            send(matroska_start(size(), info_.channels));
    }

    void add(const Frame &frame) {
        if (pads_)
            pad(frame.pixels, info_.size, info_.channels, padded_);
        const std::vector<std::uint8_t> &pixels = pads_ ? padded_ : frame.pixels;
        if (info_.rate) {
            send(pixels);
            return;
        }
        const std::int64_t begin = time_.count() / per_microsecond;
        time_ += shown(frame.duration);
        const std::int64_t duration = time_.count() / per_microsecond - begin;
        send(matroska_frame_start(begin, duration, pixels.size()));
        send(pixels);
        send(matroska_frame_end(duration));
    }

    void finish() {
        if (const int code = child_.finish(); code != 0 || !child_.error_text().empty())
            fail(code);
    }

  private:
    [[nodiscard]] Size size() const { return pads_ ? even(info_.size) : info_.size; }

    void send(std::span<const std::uint8_t> bytes) {
        if (!child_.write(bytes))
            fail(child_.finish());
    }

    void send(const std::string &bytes) {
        send({reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()});
    }

    [[noreturn]] void fail(int code) const {
        child_.fail(fmt::format("ffmpeg could not encode it (exit code {})", code));
    }

    ChildProcess child_;
    const SequenceInfo &info_;
    bool pads_;
    nanoseconds time_{0};
    std::vector<std::uint8_t> padded_;
};

class VideoWriter final : public SequenceWriter {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "video"; }

    [[nodiscard]] bool takes(const Target &target) const override {
        return video_format(target) != nullptr;
    }

    [[nodiscard]] bool holds_alpha(const Target &target) const override {
        return !video_format(target)->halves_chroma;
    }

    [[nodiscard]] std::string refusal(const Target &target, const SequenceInfo &info,
                                      const SequenceOptions &options) const override {
        const VideoFormat &format = *video_format(target);
        if (!target.options.empty())
            return "videos have no options in brackets";
        if (std::max(info.size.width, info.size.height) > format.side)
            return fmt::format("such a video holds at most {} px a side, and a frame is {} x {} px",
                               format.side, info.size.width, info.size.height);
        if (options.crf && !(*options.crf >= 0 && *options.crf <= format.most_crf))
            return format.crf == 0
                       ? "it is lossless: there is no crf"
                       : fmt::format("crf is 0 to {}, not {}", format.most_crf, *options.crf);
        if (options.bitrate && (options.crf || format.crf == 0))
            return "a bitrate is for lossy videos, and excludes a crf";
        static_cast<void>(find_program("ffmpeg", fmt::format("cannot write '{}'", target.path)));
        return {};
    }

    void write(FrameSource &source, const Target &target, const std::string &folder,
               const SequenceOptions &options) const override {
        const VideoFormat &format = *video_format(target);
        const SequenceInfo &info = source.info();
        Arguments arguments = {"-nostdin", "-v", "error", "-y"};
        append(arguments, input_of(info, format.halves_chroma ? even(info.size) : info.size));
        append(arguments, audio_input_of(format, info, options));
        append(arguments, encoder_of(format, options));
        append(arguments, audio_of(format, info, options));
        if (!info.rate) {
            const auto durations = source.durations();
            if (durations.empty())
                return;
            append(arguments, times_of(format, {durations.size(), shown(durations.back())}));
        }
        append(arguments, container_of(format, info, options));
        arguments.push_back(
            file_url((std::filesystem::path(folder) / std::filesystem::path(target.path).filename())
                         .string()));
        ProcessOptions process = run_program(
            "ffmpeg", fmt::format("cannot write '{}'", target.path), arguments, source.run());
        process.has_input = true;
        process.code = ErrorCode::write_failed;
        Frame frame;
        if (!source.next(frame))
            return; // without a frame ffmpeg would only be astonished
        Encoder encoder(std::move(process), info, format.halves_chroma);
        do
            encoder.add(frame);
        while (source.next(frame));
        encoder.finish();
    }
};

} // namespace

const SequenceWriter &video_writer() {
    static const VideoWriter writer;
    return writer;
}

} // namespace tessera::internal
