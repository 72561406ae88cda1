// Sequences of frames: reads and writes animations, videos, numbered pictures and tensors.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/image_view.hpp>
#include <tessera/run.hpp>
#include <tessera/target.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tessera {

/// The largest number of px of a frame. A few frames are in memory at a time.
inline constexpr std::int64_t max_frame_pixels = std::int64_t{1} << 28;

/// Frames per second: numerator / denominator, both positive.
struct FrameRate {
    std::int64_t numerator = 25, denominator = 1;

    /// Returns how long one frame lasts, to the nearest nanosecond.
    [[nodiscard]] TESSERA_API std::chrono::nanoseconds period() const;
    /// Returns when the frame of that index begins, to the nearest nanosecond.
    [[nodiscard]] TESSERA_API std::chrono::nanoseconds start_of(std::uint64_t index) const;

    bool operator==(const FrameRate &) const = default;
};

/// Texts that a file holds about itself; empty if it has none.
struct SequenceTags {
    std::string title{}, artist{}, comment{};

    bool operator==(const SequenceTags &) const = default;
};

/// The audio of a sequence: a part of a video's audio.
struct SequenceAudio {
    std::string path{};          ///< of the video file
    std::string codec{};         ///< as ffmpeg names it
    double start = 0;            ///< seconds
    std::optional<double> end{}; ///< seconds; nullopt: to the end of the audio
};

/// One picture of a sequence.
struct Frame {
    std::chrono::nanoseconds duration{0}; ///< how long the frame is shown; 0 if a GIF says 0
    std::vector<std::uint8_t> pixels{};   ///< height x width x channels, sRGB, row-major
};

/// The properties of a sequence as a whole.
struct SequenceInfo {
    Size size{};      ///< of every frame, px
    int channels = 3; ///< 1: grey, 3: sRGB, 4: sRGB and alpha, not premultiplied
    /// The number of frames, as far as it can be told without decoding; 0 if it can't. The length
    /// of FrameReader::durations() is certain.
    std::uint64_t expected_frames = 0;
    int plays = 0; ///< how often it is played; 0: for ever
    /// The frame rate, if all frames last equally long and that is known beforehand.
    std::optional<FrameRate> rate{};
    bool seekable = false; ///< see FrameReader::seek()
    SequenceTags tags{};
    std::optional<SequenceAudio> audio{}; ///< nullopt if there is none
};

/// Returns a view of a frame's pixels. REQUIRES: the frame belongs to a sequence with that info.
[[nodiscard]] inline ImageView view_of(const Frame &frame, const SequenceInfo &info) {
    return view_of(frame.pixels, info.size, info.channels);
}

/// Reads frames one after another. Each frame is decoded when it is asked for. Derive from this
/// class to supply frames of your own. Not thread-safe.
class TESSERA_API FrameReader {
  public:
    virtual ~FrameReader();

    /// Returns the properties of the sequence.
    [[nodiscard]] virtual const SequenceInfo &info() const noexcept = 0;

    /// Reads the next frame into `frame`; returns false after the last one. Pass the same object
    /// again to reuse its memory.
    /// Throws: Error{unreadable_image} that names the file, also for damage; Error{cancelled}.
    [[nodiscard]] virtual bool next(Frame &frame) = 0;

    /// Skips a frame; returns false if there is none. It is faster than next() in formats whose
    /// frames don't depend on earlier ones. Throws: as next().
    virtual bool skip();

    /// Returns the durations of all frames from the first one on, whatever next() has read. For a
    /// video this takes a pass over the file. Throws: as next().
    [[nodiscard]] virtual std::vector<std::chrono::nanoseconds> durations() = 0;

    /// Lets next() continue with the frame of that index. If the index is the number of frames or
    /// more, next() returns false.
    /// Throws: Error{unsupported} unless info().seekable.
    virtual void seek(std::uint64_t index);
};

/// The type of a tensor's numbers.
enum class TensorNumber {
    float32, ///< 0 .. 1, or normalised if TensorScale says so
    uint8    ///< 0 .. 255
};

/// How float32 tensors are normalised: number = (value - mean) / std, where values are 0 .. 1.
/// `mean` and `std` each have one number for all channels, one number for each channel, or none,
/// which means 0 and 1.
struct TensorScale {
    std::vector<double> mean{}, std{};

    /// Mean and standard deviation of one channel.
    struct Channel {
        double mean = 0, std = 1;
    };
    /// Returns the numbers for each channel.
    /// Throws: Error{invalid_argument} if their count fits neither case, or if std isn't positive.
    [[nodiscard]] TESSERA_API std::vector<Channel> of(std::size_t channels) const;

    bool operator==(const TensorScale &) const = default;
};

/// Which frames are read, and how.
struct FrameOptions {
    /// Seconds: reads the frames that are shown at `start` or later, and before `end`.
    std::optional<double> start{}, end{};
    /// Reads the first of every N frames, which then lasts as long as all N; at least 1.
    int every = 1;
    /// Frames per second. A video or an animation keeps its speed: frames are left out or repeated.
    /// Numbered pictures, pages and tensors are shown at this rate; without it their rate is 25.
    std::optional<FrameRate> rate{};
    std::optional<int> channels{}; ///< 1, 3 or 4; nullopt: as many as the sequence has
    Rgb background{};              ///< colour behind transparent px if the result has no alpha
    std::optional<std::chrono::nanoseconds> duration{}; ///< of each frame, instead of its own
    TensorScale scale{};       ///< the scale that a float32 tensor was made with
    bool keep_damaged = false; ///< reads every frame that ffmpeg can make of a damaged video

    bool operator==(const FrameOptions &) const = default;
};

/// Opens a sequence and returns a reader of its frames. Only headers are read at first.
///
/// input: the name of one of these:
/// - An animation or a file of several pages: GIF, WebP, TIFF and the other formats whose pages
///   libvips reads. Frames are what is shown at a time: partial frames and disposal are resolved.
///   APNG is read through ffmpeg.
/// - A picture, which is one frame.
/// - A folder of pictures whose names end in their numbers, a pattern such as "frame.%04d.png", or
///   a glob. Frames are in the order of their numbers, which may start anywhere. In a folder and
///   for a pattern, a number that is missing or comes twice is an error that names it.
/// - A tensor, .npy: shape (channels, frames, height, width), C order, float32 or uint8, 1, 3 or 4
///   channels.
/// - Anything else is a video, which needs ffmpeg. Frames are upright by the video's rotation, have
///   square px, and last as long as their time stamps say. Only local files are opened.
/// If a file or folder has exactly the name `input`, it is opened as it is, even if the name looks
/// like a pattern.
///
/// Pictures are turned upright by EXIF and converted to 8-bit sRGB by their profiles. 16-bit values
/// are shifted. 32-bit numbers and floating-point greys count as 0 .. 255, floating-point colours
/// as linear light of 0 .. 1. Colours become grey as in libvips: by the luminance of their linear
/// light.
///
/// run: the reader uses `cancel` for as long as it lives.
/// Throws: Error{unreadable_image} that names the file; Error{unsupported} for frames of more than
/// max_frame_pixels, or if ffmpeg is missing; Error{invalid_argument} for options that are out of
/// range or exclude each other (every > 1 and rate).
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
open_frames(const std::string &input, const FrameOptions &options = {}, const RunOptions &run = {});

/// Parses "25", "29.97" or "30000/1001". Returns nullopt if the text isn't a rate of 0.001 .. 1000.
[[nodiscard]] TESSERA_API std::optional<FrameRate> parse_frame_rate(const std::string &text);

/// How a sequence is written.
struct SequenceOptions {
    bool replace = false; ///< replaces existing outputs once the new one is complete
    bool sync = false;    ///< flushes the output to disk before it gets its name
    TensorNumber number = TensorNumber::float32; ///< tensors only
    TensorScale scale{};                         ///< float32 tensors only
    /// GIF, WebP and APNG: how often it is played, 0 for ever; nullopt: as often as the input.
    std::optional<int> plays{};
    double dither = 1; ///< GIF: strength of dithering, 0 .. 1
    /// GIF and WebP: makes files smaller, which takes longer. In a GIF, px that hardly change stay
    /// as they are.
    bool optimise = false;
    std::optional<double> crf{};           ///< videos: quality, 0 (best) .. 51; WebM: 0 .. 63
    std::optional<std::int64_t> bitrate{}; ///< videos: bits per second; excludes crf
    SequenceTags tags{}; ///< videos: texts that aren't empty replace those of the input
    bool mute = false;   ///< videos: leaves out the audio of the input

    bool operator==(const SequenceOptions &) const = default;
};

/// The outcome of writing a sequence.
struct SequenceReport {
    std::string path{};                   ///< of the file; for numbered pictures, of the last one
    std::string writer{};                 ///< name of the writer
    std::uint64_t frames = 0;             ///< number of frames written
    std::uint64_t bytes = 0;              ///< sum over all files
    std::chrono::nanoseconds duration{0}; ///< sum over all frames
};

/// Returns true if a file of the target's kind can hold alpha.
/// Throws: Error{unsupported} if no writer takes such files.
[[nodiscard]] TESSERA_API bool sequence_holds_alpha(const Target &target);

/// Checks everything about an output that is known before any work: its kind, whether that kind can
/// hold frames of this size and number of channels, whether it exists, and whether its folder is
/// writable.
/// Throws: Error{unsupported}; Error{write_failed}; Error{invalid_argument} for options that are
/// out of range.
TESSERA_API void check_sequence_output(const Target &target, const SequenceInfo &info,
                                       const SequenceOptions &options = {});

/// Writes all remaining frames of a reader. The output appears under its name complete or not at
/// all. A few frames are in memory at a time.
///
/// target: its suffix decides what is written:
/// - "frame.%04d.png": numbered pictures in any format that libvips saves, with its options in
///   brackets. Numbers start at 1. The pictures appear together. With `replace`, all existing files
///   of the pattern are replaced or removed.
/// - ".npy": a tensor of any length, as open_frames() reads it. Frames are never all in memory.
///   NumPy and PyTorch see one array: numpy.load(path, mmap_mode="r").
/// - ".gif": each frame has its own palette, which is exact for up to 256 colours. For more
///   colours, or with options in brackets, libvips' gifsave chooses it. Alpha below 128 is
///   transparent. Durations are rounded to 10 ms without adding up errors.
/// - ".webp": an animation by libvips' webpsave, with its options in brackets. Durations are in ms.
///   All frames together have at most max_side lines.
/// - ".mp4", ".m4v", ".mov", ".mkv" (H.264), ".webm" (VP9), ".apng": written by ffmpeg. Chroma of
///   videos is halved, so an odd side gets one more px, a copy of the last column or row. Colours
///   are BT.709. A duration of 0 becomes 100 ms. The input's audio is copied. It is encoded again
///   (AAC; Opus in WebM) if the file can't hold it or only a part of it is wanted.
/// - ".html": one page that plays the frames, with play, pause, steps, a seek bar, speed and loop.
///   It needs no other file and no network. Frames are WebP, with the options in brackets.
///
/// Progress: stage "frames".
/// Throws: as check_sequence_output() and FrameReader::next(); Error{unreadable_image} if there is
/// no frame at all; Error{cancelled}.
TESSERA_API SequenceReport write_frames(FrameReader &reader, const Target &target,
                                        const SequenceOptions &options = {},
                                        const RunOptions &run = {});

} // namespace tessera
