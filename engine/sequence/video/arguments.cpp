#include "sequence/video/arguments.hpp"

#include "sequence/video/ffmpeg.hpp"

#include <algorithm>
#include <array>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::int64_t per_microsecond = 1000, per_second = 1'000'000'000; // nanoseconds

constexpr std::string_view in_mp4 = " aac mp3 ac3 eac3 alac ",
                           in_matroska = " aac mp3 ac3 eac3 alac flac opus vorbis dts pcm_s16le ";

constexpr std::array<VideoFormat, 6> formats = {{
    {".mp4", "mp4", "libx264", 20, 51, 16'384, true, 1'000'000, "aac", in_mp4},
    {".m4v", "mp4", "libx264", 20, 51, 16'384, true, 1'000'000, "aac", in_mp4},
    {".mov", "mov", "libx264", 20, 51, 16'384, true, 1'000'000, "aac", in_mp4},
    {".mkv", "matroska", "libx264", 20, 51, 16'384, true, 1000, "aac", in_matroska},
    {".webm", "webm", "libvpx-vp9", 30, 63, 16'384, true, 1000, "libopus", " opus vorbis "},
    {".apng", "apng", "apng", 0, 0, 1 << 24, false, 1'000'000, "", ""},
}};

Arguments quality_of(const VideoFormat &format, const SequenceOptions &options) {
    if (format.crf == 0)
        return {};
    if (options.bitrate) {
        const std::string rate = std::to_string(*options.bitrate);
        return {"-b:v", rate, "-maxrate", rate, "-bufsize", rate};
    }
    Arguments arguments = {"-crf", fmt::format("{:g}", options.crf.value_or(format.crf))};
    if (format.encoder == "libvpx-vp9")
        append(arguments, {"-b:v", "0"});
    return arguments;
}

} // namespace

const VideoFormat *video_format(const Target &target) {
    const auto found = std::ranges::find(formats, target.suffix(), &VideoFormat::suffix);
    return found == formats.end() ? nullptr : &*found;
}

void append(Arguments &arguments, const Arguments &more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
}

Arguments input_of(const SequenceInfo &info, Size size) {
    if (!info.rate)
        return {"-f", "matroska", "-i", "pipe:0"};
    return {"-f",
            "rawvideo",
            "-pixel_format",
            info.channels == 1   ? "gray"
            : info.channels == 3 ? "rgb24"
                                 : "rgba",
            "-video_size",
            fmt::format("{}x{}", size.width, size.height),
            "-framerate",
            fmt::format("{}/{}", info.rate->numerator, info.rate->denominator),
            "-i",
            "pipe:0"};
}

/// A file's last frame would last as long as the one before: its own duration is put in.
Arguments times_of(const VideoFormat &format, const UnevenTimes &times) {
    Arguments arguments = {"-fps_mode", "passthrough", "-enc_time_base",
                           fmt::format("1:{}", format.ticks)};
    if (format.muxer == "apng")
        append(arguments, {"-final_delay",
                           fmt::format("{}/1000", times.last.count() / (1000 * per_microsecond))});
    else
        append(arguments,
               {"-bf", "0", "-bsf:v",
                fmt::format("setts=duration=if(eq(N\\,{})\\,{}\\,DURATION)", times.frames - 1,
                            times.last.count() / (per_second / format.ticks))});
    return arguments;
}

Arguments encoder_of(const VideoFormat &format, const SequenceOptions &options) {
    Arguments arguments = {"-c:v", std::string(format.encoder)};
    append(arguments, quality_of(format, options));
    if (format.halves_chroma)
        append(arguments, {"-vf",
                           "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+"
                           "full_chroma_int,format=yuv420p",
                           "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc",
                           "bt709", "-color_range", "tv"});
    if (format.encoder == "libvpx-vp9")
        append(arguments, {"-row-mt", "1", "-cpu-used", "2", "-deadline", "good"});
    // Always as many: what x264 makes depends on it.
    append(arguments, {"-threads", "4"});
    return arguments;
}

Arguments audio_input_of(const VideoFormat &format, const SequenceInfo &info,
                         const SequenceOptions &options) {
    if (!info.audio || options.mute || format.audio.empty())
        return {};
    Arguments arguments = input_arguments();
    if (info.audio->start > 0)
        append(arguments, {"-ss", fmt::format("{:.6f}", info.audio->start)});
    if (info.audio->end)
        append(arguments, {"-to", fmt::format("{:.6f}", *info.audio->end)});
    append(arguments, {"-vn", "-i", file_url(info.audio->path)});
    return arguments;
}

/// Only whole packets can be copied: a part is cut more exactly anew.
Arguments audio_of(const VideoFormat &format, const SequenceInfo &info,
                   const SequenceOptions &options) {
    if (!info.audio || options.mute || format.audio.empty())
        return {};
    const bool part = info.audio->start > 0 || info.audio->end;
    const bool copied =
        !part && format.audio_codecs.find(" " + info.audio->codec + " ") != std::string_view::npos;
    return {"-map",     "0:v:0",    "-map",
            "1:a:0",    "-c:a",     copied ? "copy" : std::string(format.audio),
            "-flags:a", "+bitexact"};
}

Arguments container_of(const VideoFormat &format, const SequenceInfo &info,
                       const SequenceOptions &options) {
    Arguments arguments = {"-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"};
    const auto tag = [&](const char *name, const std::string &own, const std::string &given) {
        if (const std::string &value = given.empty() ? own : given; !value.empty())
            append(arguments, {"-metadata", fmt::format("{}={}", name, value)});
    };
    tag("title", info.tags.title, options.tags.title);
    tag("artist", info.tags.artist, options.tags.artist);
    tag("comment", info.tags.comment, options.tags.comment);
    if (format.muxer == "mp4" || format.muxer == "mov")
        append(arguments, {"-movflags", "+faststart"});
    if (format.muxer == "apng")
        append(arguments, {"-plays", std::to_string(options.plays.value_or(info.plays))});
    append(arguments, {"-f", std::string(format.muxer)});
    return arguments;
}

} // namespace tessera::internal
