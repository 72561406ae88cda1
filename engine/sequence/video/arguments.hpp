// What ffmpeg is told to encode a video.
#pragma once

#include <tessera/sequence.hpp>
#include <tessera/target.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

/// What there is to say to ffmpeg of a kind of file.
struct VideoFormat {
    std::string_view suffix, muxer, encoder;
    double crf, most_crf; ///< the usual one, the largest; 0 where there is none
    std::int64_t side;    ///< most px
    bool halves_chroma;   ///< and so has even sides
    std::int64_t ticks;   ///< a second, that uneven times are counted in
    /// Encoder of audio, and the codecs that are copied, between blanks; empty where it has none.
    std::string_view audio, audio_codecs;
};
/// By the target's suffix; null for other files.
[[nodiscard]] const VideoFormat *video_format(const Target &target);

using Arguments = std::vector<std::string>;

/// When the frames of a sequence whose frames last differently end.
struct UnevenTimes {
    std::uint64_t frames = 0;
    std::chrono::nanoseconds last{0};
};

/// What comes in: raw px where the rate is constant, otherwise a Matroska stream.
[[nodiscard]] Arguments input_of(const SequenceInfo &info, Size size);

/// How uneven times are kept.
[[nodiscard]] Arguments times_of(const VideoFormat &format, const UnevenTimes &times);

[[nodiscard]] Arguments encoder_of(const VideoFormat &format, const SequenceOptions &options);

/// A second input, and how it is kept; nothing where there is no audio or the file can't hold any.
[[nodiscard]] Arguments audio_input_of(const VideoFormat &format, const SequenceInfo &info,
                                       const SequenceOptions &options);
[[nodiscard]] Arguments audio_of(const VideoFormat &format, const SequenceInfo &info,
                                 const SequenceOptions &options);

/// Metadata, and the kind of file.
[[nodiscard]] Arguments container_of(const VideoFormat &format, const SequenceInfo &info,
                                     const SequenceOptions &options);

void append(Arguments &arguments, const Arguments &more);

} // namespace tessera::internal
