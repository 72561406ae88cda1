// Pictures that move: frames of animations, videos, numbered pictures and tensors, in and out.
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

/// Most px of one frame: a few frames at a time lie in memory.
inline constexpr std::int64_t max_frame_pixels = std::int64_t{1} << 28;

/// Frames a second: numerator / denominator, both positive.
struct FrameRate {
    std::int64_t numerator = 25, denominator = 1;

    /// How long one frame lasts, to the nearest nanosecond.
    [[nodiscard]] TESSERA_API std::chrono::nanoseconds period() const;
    /// When the frame of that index begins, to the nearest nanosecond.
    [[nodiscard]] TESSERA_API std::chrono::nanoseconds start_of(std::uint64_t index) const;

    bool operator==(const FrameRate &) const = default;
};

/// What files say about themselves; empty where they don't.
struct SequenceTags {
    std::string title{}, artist{}, comment{};

    bool operator==(const SequenceTags &) const = default;
};

/// What is heard with a sequence: a part of a video's audio.
struct SequenceAudio {
    std::string path{};          ///< of the video
    std::string codec{};         ///< as ffmpeg calls it
    double start = 0;            ///< seconds
    std::optional<double> end{}; ///< otherwise to its end
};

/// One picture of a sequence.
struct Frame {
    std::chrono::nanoseconds duration{0}; ///< 0 where a GIF says so
    std::vector<std::uint8_t> pixels{};   ///< height x width x channels, sRGB, row-major
};

struct SequenceInfo {
    Size size{};      ///< of every frame, px
    int channels = 3; ///< 1: grey, 3: sRGB, 4: sRGB and alpha, not multiplied with it
    /// How many frames there are, as far as can be told without decoding; 0 where it can't.
    /// FrameReader::durations() tells for sure.
    std::uint64_t expected_frames = 0;
    int plays = 0; ///< times that it is played; 0: for ever
    /// Where all frames last equally long, and that is known beforehand.
    std::optional<FrameRate> rate{};
    bool seekable = false; ///< see FrameReader::seek()
    SequenceTags tags{};
    std::optional<SequenceAudio> audio{}; ///< of videos that have some
};

/// The pixels of a frame. REQUIRES: it is one of a sequence of that shape.
[[nodiscard]] inline ImageView view_of(const Frame &frame, const SequenceInfo &info) {
    return view_of(frame.pixels, info.size, info.channels);
}

/// Frames one after another, each decoded when it is asked for. Not thread-safe. To make frames
/// of your own, derive from it.
class TESSERA_API FrameReader {
  public:
    virtual ~FrameReader();

    [[nodiscard]] virtual const SequenceInfo &info() const noexcept = 0;

    /// Fills in the next frame, all of it; false after the last one. `frame` may be the one of
    /// before: its memory is used again.
    /// Throws: Error{unreadable_image} that names the file, also for damage; Error{cancelled}.
    [[nodiscard]] virtual bool next(Frame &frame) = 0;

    /// Passes over a frame; false if there is none. Cheaper than next() where frames don't depend
    /// on those before.
    virtual bool skip();

    /// The durations of all frames from the first one on, wherever next() has come to. For a video
    /// this is a pass over the file. Throws: as next().
    [[nodiscard]] virtual std::vector<std::chrono::nanoseconds> durations() = 0;

    /// Lets next() go on with the frame of that index; with that of the number of frames or beyond,
    /// next() is false. Throws: Error{unsupported} unless info().seekable.
    virtual void seek(std::uint64_t index);
};

enum class TensorNumber {
    float32, ///< 0 .. 1, and normalised where that is asked for
    uint8    ///< 0 .. 255
};

/// How float32 tensors are normalised: number = (value - mean) / std, for values of 0 .. 1. Each is
/// one number for all channels, one for each, or nothing: 0 and 1.
struct TensorScale {
    std::vector<double> mean{}, std{};

    struct Channel {
        double mean = 0, std = 1;
    };
    /// Throws: Error{invalid_argument} for other numbers of them, or where std isn't positive.
    [[nodiscard]] TESSERA_API std::vector<Channel> of(std::size_t channels) const;

    bool operator==(const TensorScale &) const = default;
};

/// Which frames are read, and as what.
struct FrameOptions {
    std::optional<double> start{}, end{}; ///< seconds: frames shown at start or later, before end
    int every = 1; ///< the first of so many frames, which lasts as long as they do; at least 1
    /// A video or an animation is shown at this rate, at its own speed: frames are left out, or
    /// come again. Of numbered pictures, pages and tensors it is the rate; theirs is 25 otherwise.
    std::optional<FrameRate> rate{};
    std::optional<int> channels{}; ///< 1, 3 or 4; otherwise as the sequence has
    Rgb background{};              ///< behind transparent px where there is no alpha
    std::optional<std::chrono::nanoseconds> duration{}; ///< of each frame, instead of its own
    TensorScale scale{};                                ///< that a float32 tensor was made with
    bool keep_damaged = false; ///< of a damaged video all frames that ffmpeg can make

    bool operator==(const FrameOptions &) const = default;
};

/// Opens a sequence; only headers are read.
/// input: the name of
/// - an animation or a file of several pages (GIF, WebP, TIFF and what else libvips has pages of),
///   whose frames are what is shown at a time: partial frames and disposal are composed. APNG is
///   read through ffmpeg.
/// - a picture, which is one frame;
/// - a folder of pictures whose names end in their numbers, a pattern such as "frame.%04d.png", or
///   a glob. Frames are in the order of their numbers, which may start anywhere. In a folder
///   and for a pattern a number that is missing or comes twice is an error that names it;
/// - a tensor, .npy: shape (channels, frames, height, width), C order, float32 or uint8; 1, 3 or 4
///   channels;
/// - anything else is a video for ffmpeg, which must be installed then: upright by its rotation,
///   with square px, each frame as long as its time stamps say. Only local files are opened.
/// An input that exists under its very name is taken as it is, whatever it looks like.
///
/// Pictures are upright by EXIF and taken to 8-bit sRGB by their profiles; 16-bit values are
/// shifted, numbers of 32 bits and floating-point greys are 0 .. 255, floating-point colours are
/// linear light of 0 .. 1. Grey of a colour is libvips': luminance of its linear light.
/// run: `cancel` counts as long as the reader lives.
/// Throws: Error{unreadable_image} that names the file; Error{unsupported} for frames of more than
/// max_frame_pixels, or where ffmpeg is missing; Error{invalid_argument} for options that
/// exclude each other (every > 1 and rate) or are out of range.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
open_frames(const std::string &input, const FrameOptions &options = {}, const RunOptions &run = {});

/// "25", "29.97", "30000/1001". Nothing where it isn't a rate of 0.001 .. 1000.
[[nodiscard]] TESSERA_API std::optional<FrameRate> parse_frame_rate(const std::string &text);

struct SequenceOptions {
    bool replace = false; ///< existing outputs give way, once the new one is whole
    bool sync = false;    ///< flush to disk before it gets its name
    TensorNumber number = TensorNumber::float32; ///< of tensors
    TensorScale scale{};                         ///< of tensors of float32
    std::optional<int> plays{}; ///< of GIF, WebP, APNG: instead of the sequence's own
    double dither = 1;          ///< of GIFs, 0 .. 1
    bool optimise =
        false; ///< GIF, WebP: smaller, slower; GIF: px that hardly change stay as they are
    std::optional<double> crf{};           ///< of videos: 0 (best) .. 51; of WebM .. 63
    std::optional<std::int64_t> bitrate{}; ///< of videos, bits a second; excludes crf
    SequenceTags tags{};                   ///< of videos: those that are given instead of their own
    bool mute = false;                     ///< of videos: without the sequence's audio

    bool operator==(const SequenceOptions &) const = default;
};

struct SequenceReport {
    std::string path{};                   ///< of the file; of numbered pictures, the last one's
    std::string writer{};                 ///< that wrote it
    std::uint64_t frames = 0;             ///< as written
    std::uint64_t bytes = 0;              ///< of all files
    std::chrono::nanoseconds duration{0}; ///< of all frames
};

/// Whether a sequence written to that target keeps its alpha.
/// Throws: Error{unsupported} where no writer takes such files.
[[nodiscard]] TESSERA_API bool sequence_holds_alpha(const Target &target);

/// Everything about an output that can be told before any work: its kind, whether that holds
/// frames of such a size and so many channels, whether it exists, whether its folder can be
/// written to.
/// Throws: Error{unsupported}, Error{write_failed}; Error{invalid_argument} for options that are
/// out of range.
TESSERA_API void check_sequence_output(const Target &target, const SequenceInfo &info,
                                       const SequenceOptions &options = {});

/// Writes all frames that are still to come. The output appears under its name whole, or not at
/// all. A few frames at a time lie in memory.
/// target:
/// - "frame.%04d.png": numbered pictures in any format that libvips saves, with its options in
///   brackets, from number 1 on. They appear together. With `replace`, every file of the
///   pattern gives way.
/// - ".npy": a tensor as open_frames() reads it, of any length: frames are never all in memory. To
///   NumPy and PyTorch it is one array: numpy.load(path, mmap_mode="r");
/// - ".gif": each frame has its own palette, exact up to 256 colours, by libvips' gifsave beyond,
/// or
///   where its options stand in brackets; alpha below 128 is transparent. Durations are rounded to
///   10 ms such that no error adds up;
/// - ".webp": an animation by libvips' webpsave, with its options in brackets; durations in ms. All
///   frames together have at most max_side lines;
/// - ".mp4", ".m4v", ".mov", ".mkv" (H.264), ".webm" (VP9), ".apng": by ffmpeg. Of videos an odd
///   side gets one more px, the last column or row once more, since their chroma is halved;
///   colours are BT.709. A duration of 0 is 100 ms. The sequence's audio is copied, or encoded anew
///   (AAC; Opus in WebM) where such a file can't hold it or a part of it is wanted;
/// - ".html": one page that plays the frames, with play, pause, steps, a seek bar, speed and loop;
/// it
///   needs no other file and no network. Frames are WebP, with the options in brackets.
/// Progress: stage "frames". Throws: as check_sequence_output() and FrameReader::next();
/// Error{unreadable_image} where there is no frame at all; Error{cancelled}.
TESSERA_API SequenceReport write_frames(FrameReader &reader, const Target &target,
                                        const SequenceOptions &options = {},
                                        const RunOptions &run = {});

} // namespace tessera
