// The kinds of sequences there are: one file each.
#pragma once

#include "image/open.hpp"

#include <tessera/sequence.hpp>

#include <memory>
#include <string>
#include <vector>

namespace tessera::internal {

/// Whole sequences, frame by frame: only `channels` and `background` of the options count for them.
using FrameReaderPtr = std::unique_ptr<FrameReader>;

/// Pages or frames of one file that libvips reads. rate: of pages that have no times.
[[nodiscard]] FrameReaderPtr open_pages(std::unique_ptr<PictureFile> file,
                                        const FrameOptions &options);

/// Pictures, one frame each, in that order. REQUIRES: at least one.
[[nodiscard]] FrameReaderPtr open_pictures(std::vector<std::string> files,
                                           const FrameOptions &options);

/// An animated PNG, whose times were read: see read_apng_times().
struct ApngTimes;
[[nodiscard]] FrameReaderPtr open_apng(const std::string &path, const ApngTimes &times,
                                       const FrameOptions &options, const RunOptions &run);

/// A video. It knows `start`, `end` and `every` itself: what it needn't show it needn't convert.
[[nodiscard]] FrameReaderPtr open_video(const std::string &path, const FrameOptions &options,
                                        const RunOptions &run);

/// A tensor of NumPy's. REQUIRES: is_npy(path).
[[nodiscard]] FrameReaderPtr open_tensor(const std::string &path, const FrameOptions &options);

/// The part of a sequence that `start`, `end` and `every` leave.
[[nodiscard]] FrameReaderPtr select_part(FrameReaderPtr reader, const FrameOptions &options);

/// The same sequence at a constant rate: see FrameOptions::rate.
[[nodiscard]] FrameReaderPtr resample(FrameReaderPtr reader, FrameRate rate);

/// The same sequence, with all frames lasting that long.
[[nodiscard]] FrameReaderPtr retime(FrameReaderPtr reader, std::chrono::nanoseconds duration);

/// Of pictures without times, unless the options say otherwise.
[[nodiscard]] FrameRate rate_of(const FrameOptions &options);

/// The rate of frames that all last equally long; nothing where they do not.
[[nodiscard]] std::optional<FrameRate>
common_rate(const std::vector<std::chrono::nanoseconds> &durations);

/// The duration that a frame of duration 0 is shown for: what browsers do.
inline constexpr std::chrono::milliseconds usual_duration{100};

/// A frame that would lose colour or alpha if it were like the first one.
[[nodiscard]] Error more_channels(const std::string &path, int channels, int wanted);

/// Throws: Error{unsupported} for more than max_frame_pixels.
void check_frame_size(const std::string &path, Size size);

} // namespace tessera::internal
