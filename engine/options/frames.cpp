// Which frames are read, and how sequences are written.

#include "options/rows.hpp"

#include <array>
#include <chrono>
#include <cmath>

namespace tessera::internal {
namespace {

std::vector<std::string> channels() { return {"1", "3", "4"}; }
std::vector<std::string> numbers() { return {"float32", "uint8"}; }

using Value = OptionValue;
constexpr double most_ms = 1e9;

constexpr Row<FrameOptions> reading[] = {
    {{.name = "start",
      .kind = OptionKind::real,
      .group = OptionGroup::frames,
      .value = "SECONDS",
      .otherwise = "the first frame",
      .help = "Begin with the frame shown at this time.",
      .unit = "seconds",
      .common = true},
     [](FrameOptions &to, const Value &value) { to.start = value.real(); }},
    {{.name = "end",
      .kind = OptionKind::real,
      .group = OptionGroup::frames,
      .value = "SECONDS",
      .otherwise = "the last frame",
      .help = "End before the frame shown at this time.",
      .unit = "seconds",
      .common = true},
     [](FrameOptions &to, const Value &value) { to.end = value.real(); }},
    {{.name = "every",
      .kind = OptionKind::whole,
      .group = OptionGroup::frames,
      .value = "N",
      .fallback = "1",
      .help = "Take the first of every N frames, and show it as long as all of them.",
      .least = 1,
      .most = any_int},
     [](FrameOptions &to, const Value &value) { to.every = value.integer(); }},
    {{.name = "channels",
      .kind = OptionKind::choice,
      .group = OptionGroup::frames,
      .value = "N",
      .otherwise = "those of the first frame",
      .help = "Take frames as grey (1), colour (3), or colour with transparency (4).",
      .choices = channels},
     [](FrameOptions &to, const Value &value) {
         to.channels = std::array{1, 3, 4}[value.choice()];
     }},
    {{.name = "duration",
      .kind = OptionKind::real,
      .group = OptionGroup::frames,
      .value = "MS",
      .otherwise = "each frame's own duration",
      .help = "Show each frame this long.",
      .most = most_ms,
      .unit = "ms"},
     [](FrameOptions &to, const Value &value) {
         to.duration = std::chrono::nanoseconds(std::llround(value.real() * 1e6));
     }},
    {{.name = "keep-damaged",
      .group = OptionGroup::frames,
      .help = "Take every frame of a damaged video that can be made, instead of failing."},
     [](FrameOptions &to, const Value &value) { to.keep_damaged = value.flag(); }},
};

constexpr Row<TensorScale> scaling[] = {
    {{.name = "mean",
      .kind = OptionKind::reals,
      .group = OptionGroup::tensor,
      .value = "N,...",
      .fallback = "0",
      .help = "Subtract this from the values of a float32 tensor: one number, or one a channel."},
     [](TensorScale &to, const Value &value) { to.mean = value.reals(); }},
    {{.name = "std",
      .kind = OptionKind::reals,
      .group = OptionGroup::tensor,
      .value = "N,...",
      .fallback = "1",
      .help = "Divide the values of a float32 tensor by this: one number, or one a channel."},
     [](TensorScale &to, const Value &value) { to.std = value.reals(); }},
};

constexpr Row<SequenceOptions> writing[] = {
    {{.name = "dtype",
      .kind = OptionKind::choice,
      .group = OptionGroup::tensor,
      .value = "NAME",
      .fallback = "float32",
      .help = "Write a tensor's numbers as float32 of 0 to 1, or as uint8 of 0 to 255.",
      .choices = numbers},
     [](SequenceOptions &to, const Value &value) {
         to.number = static_cast<TensorNumber>(value.choice());
     }},
    {{.name = "loop",
      .kind = OptionKind::whole,
      .group = OptionGroup::sequence,
      .value = "N",
      .otherwise = "as often as the input",
      .help = "Play an animation this many times; 0 plays it for ever.",
      .most = any_int,
      .common = true},
     [](SequenceOptions &to, const Value &value) { to.plays = value.integer(); }},
    {{.name = "dither",
      .kind = OptionKind::real,
      .group = OptionGroup::sequence,
      .value = "N",
      .fallback = "1",
      .help = "Dither the colours of a GIF this much where they don't fit its palette.",
      .most = 1},
     [](SequenceOptions &to, const Value &value) { to.dither = value.real(); }},
    {{.name = "optimise",
      .group = OptionGroup::sequence,
      .help = "Make a GIF or WebP smaller, which takes longer."},
     [](SequenceOptions &to, const Value &value) { to.optimise = value.flag(); }},
    {{.name = "crf",
      .kind = OptionKind::real,
      .group = OptionGroup::sequence,
      .value = "N",
      .otherwise = "20, of WebM 30",
      .help = "Encode a video at this quality: 0 is the best, and the largest.",
      .most = 63,
      .excludes = "bitrate"},
     [](SequenceOptions &to, const Value &value) { to.crf = value.real(); }},
    {{.name = "bitrate",
      .kind = OptionKind::bits,
      .group = OptionGroup::sequence,
      .value = "BITS",
      .otherwise = "as many as --crf takes",
      .help = "Encode a video with this many bits a second, such as 800k or 2M.",
      .excludes = "crf",
      .unit = "bits a second"},
     [](SequenceOptions &to, const Value &value) { to.bitrate = value.bits(); }},
    {{.name = "mute",
      .group = OptionGroup::sequence,
      .help = "Leave out the audio of the video that the frames come from."},
     [](SequenceOptions &to, const Value &value) { to.mute = value.flag(); }},
    {{.name = "title",
      .kind = OptionKind::text,
      .group = OptionGroup::sequence,
      .value = "TEXT",
      .otherwise = "the input's title",
      .help = "Give a video or page this title."},
     [](SequenceOptions &to, const Value &value) { to.tags.title = value.text(); }},
    {{.name = "artist",
      .kind = OptionKind::text,
      .group = OptionGroup::sequence,
      .value = "TEXT",
      .otherwise = "the input's artist",
      .help = "Name this artist in a video or page."},
     [](SequenceOptions &to, const Value &value) { to.tags.artist = value.text(); }},
    {{.name = "comment",
      .kind = OptionKind::text,
      .group = OptionGroup::sequence,
      .value = "TEXT",
      .otherwise = "the input's comment",
      .help = "Put this comment into a video or page."},
     [](SequenceOptions &to, const Value &value) { to.tags.comment = value.text(); }},
};

} // namespace

Rows<FrameOptions> frame_rows() { return reading; }
Rows<TensorScale> tensor_rows() { return scaling; }
Rows<SequenceOptions> sequence_rows() { return writing; }

} // namespace tessera::internal
