// What ffprobe tells of a video.
#pragma once

#include <tessera/sequence.hpp>

#include <optional>
#include <string>

namespace tessera::internal {

struct VideoInfo {
    Size size{}; ///< as it is to be shown: upright, with square px
    int channels = 3;
    std::optional<FrameRate> rate{}; ///< where it is constant, as far as the file says
    FrameRate mean_rate{};           ///< over the whole of it
    std::uint64_t frames = 0;        ///< 0 where the file doesn't say
    double seconds = 0;              ///< the same
    double stream_seconds = 0; ///< of this stream, which may be shorter than others of the file
    SequenceTags tags{};
    std::string audio{}; ///< codec of the first stream of audio; empty where there is none
};

/// Of the first stream of video in a file.
/// Throws: Error{unreadable_image} where there is none; Error{unsupported} without ffprobe.
[[nodiscard]] VideoInfo probe_video(const std::string &path, const RunOptions &run);

} // namespace tessera::internal
