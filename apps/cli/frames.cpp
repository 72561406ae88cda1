// tessera frames: pictures that move, from any kind of file to any other.

#include "command.hpp"

#include <tessera/error.hpp>
#include <tessera/sequence.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string input, output, fps, bitrate, background = "white", dtype = "float32";
    std::optional<double> duration; ///< ms
    std::vector<double> mean, std;
    FrameOptions frames;
    SequenceOptions sequence;
};

double seconds(std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
}

std::unique_ptr<FrameReader> open(Command &command, const Options &options, const Target &target) {
    const bool alpha = sequence_holds_alpha(target); // throws for targets of no kind
    auto reader = open_frames(options.input, options.frames, command.run());
    if (reader->info().channels != 4 || alpha || options.frames.channels)
        return reader;
    FrameOptions opaque = options.frames;
    opaque.channels = 3;
    return open_frames(options.input, opaque, command.run());
}

void report_sequence(Command &command, const SequenceInfo &info, const SequenceReport &written) {
    command.report("width", info.size.width);
    command.report("height", info.size.height);
    command.report("channels", info.channels);
    command.report("frames", written.frames);
    command.report("duration", seconds(written.duration));
    command.report("output", written.path);
    command.report("writer", written.writer);
    command.report("bytes", written.bytes);
    command.console.note(fmt::format("{}: {} frames of {} x {} px, {:.2f} s, {}", written.path,
                                     written.frames, info.size.width, info.size.height,
                                     seconds(written.duration), human_bytes(written.bytes)));
}

TensorNumber parse_number(const std::string &name) {
    if (name == "float32")
        return TensorNumber::float32;
    if (name == "uint8")
        return TensorNumber::uint8;
    throw Error(ErrorCode::invalid_argument,
                fmt::format("--dtype is float32 or uint8, not '{}'", name));
}

/// "800k", "2M", "2500000": bits a second; k is 1000, M 1000000.
std::int64_t parse_bitrate(const std::string &text) {
    double number = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
    const double factor = unit.empty()                 ? 1
                          : unit == "k" || unit == "K" ? 1e3
                          : unit == "M"                ? 1e6
                                                       : 0;
    if (error != std::errc() || factor == 0 || !(number > 0 && number * factor < 1e12))
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("--bitrate wants bits a second such as 800k or 2.5M, not '{}'", text));
    return std::llround(number * factor);
}

void complete(const Command &command, Options &options) {
    options.sequence.replace = command.force;
    options.sequence.number = parse_number(options.dtype);
    options.sequence.scale = options.frames.scale = {options.mean, options.std};
    if (!options.bitrate.empty())
        options.sequence.bitrate = parse_bitrate(options.bitrate);
    if (options.duration)
        options.frames.duration =
            std::chrono::nanoseconds(std::llround(std::clamp(*options.duration, -1.0, 1e9) * 1e6));
    options.frames.background = parse_colour("--background", options.background);
    if (!options.fps.empty()) {
        options.frames.rate = parse_frame_rate(options.fps);
        if (!options.frames.rate)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("--fps is 0.001 to 1000, such as 25, 29.97 or 30000/1001, "
                                    "not '{}'",
                                    options.fps));
    }
}

void convert(Command &command, Options &options) {
    const Target target = parse_target(options.output);
    complete(command, options);
    const auto reader = command.timed("open", [&] { return open(command, options, target); });
    const SequenceReport written = command.timed(
        "frames", [&] { return write_frames(*reader, target, options.sequence, command.run()); });
    report_sequence(command, reader->info(), written);
}

void add_input_options(CLI::App &verb, Options &options) {
    verb.add_option("--start", options.frames.start, "leave out what is shown before, seconds")
        ->type_name("SECONDS");
    verb.add_option("--end", options.frames.end, "leave out what is shown from then on, seconds")
        ->type_name("SECONDS");
    verb.add_option("--every", options.frames.every, "take the first of so many frames")
        ->type_name("N");
    verb.add_option("--fps", options.fps,
                    "frames a second: at its own speed; of numbered pictures, their rate")
        ->type_name("RATE");
    verb.add_option("--channels", options.frames.channels, "1: grey, 3: colour, 4: with alpha")
        ->type_name("N");
    verb.add_option("--background", options.background,
                    "behind transparent pixels where there is no alpha: #rrggbb, white, black")
        ->type_name("COLOUR");
    verb.add_option("--duration", options.duration,
                    "how long each frame is shown, instead of its own")
        ->type_name("MS");
    verb.add_flag("--keep-damaged", options.frames.keep_damaged,
                  "of a damaged video, all frames that can be made");
}

void add_tensor_options(CLI::App &verb, Options &options) {
    verb.add_option("--dtype", options.dtype, "numbers of a tensor: float32 of 0 to 1, or uint8")
        ->type_name("NAME");
    verb.add_option("--mean", options.mean, "of float32: taken off, or put back on")
        ->delimiter(',')
        ->type_name("N,...");
    verb.add_option("--std", options.std, "of float32: divided by, or multiplied with again")
        ->delimiter(',')
        ->type_name("N,...");
}

void add_animation_options(CLI::App &verb, Options &options) {
    SequenceOptions &sequence = options.sequence;
    verb.add_option("--loop", sequence.plays, "times an animation is played; 0: for ever")
        ->type_name("N");
    verb.add_option("--dither", sequence.dither, "of a GIF's colours, 0 to 1")->type_name("N");
    verb.add_flag("--optimise", sequence.optimise, "a smaller GIF or WebP, in more time");
    verb.add_option("--crf", sequence.crf, "quality of a video: 0 is best")->type_name("N");
    verb.add_option("--bitrate", options.bitrate, "of a video, bits a second such as 800k or 2M")
        ->type_name("BITS");
    verb.add_option("--title", sequence.tags.title, "of a video or page")->type_name("TEXT");
    verb.add_option("--artist", sequence.tags.artist, "of a video or page")->type_name("TEXT");
    verb.add_option("--comment", sequence.tags.comment, "of a video or page")->type_name("TEXT");
}

} // namespace

void add_frames(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *app.add_subcommand("frames", "Convert animations, videos and numbered pictures.");
    verb.footer(
        "Examples:\n"
        "  tessera frames film.mp4 -o 'frame.%04d.png' --start 10 --end 12.5\n"
        "  tessera frames anim.webp -o frames.npy --mean 0.5 --std 0.25\n"
        "  tessera frames frames.npy -o back.gif --mean 0.5 --std 0.25 --duration 40 --loop 3\n"
        "  tessera frames 'frame.%04d.png' -o film.mp4 --fps 24 --title Balloon\n"
        "  tessera frames film.mp4 -o 'still.%03d.jpg[Q=90]' --every 250");
    verb.add_option("IN", options->input,
                    "GIF, WebP, APNG, TIFF, video, tensor (.npy), a folder of numbered pictures, "
                    "frame.%04d.png, or a glob")
        ->required();
    verb.add_option("-o,--output", options->output,
                    ".gif, .webp, .apng, .mp4, .webm, .html, .npy, or numbered pictures such as "
                    "frame.%04d.png")
        ->required()
        ->type_name("OUT");
    add_input_options(verb, *options);
    add_tensor_options(verb, *options);
    add_animation_options(verb, *options);
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { convert(command, *options); });
}

} // namespace tessera::cli
