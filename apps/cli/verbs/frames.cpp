// tessera frames: pictures that move, from any kind of file to any other.

#include "cli/sequence_flags.hpp"

#include <tessera/sequence.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string input, output, fps, background = "white", dtype = "float32";
    std::optional<double> duration; ///< ms
    std::vector<double> mean, std;
    FrameOptions frames;
    SequenceFlags flags;
    SequenceOptions sequence;
};

std::unique_ptr<FrameReader> open(Command &command, const Options &options, const Target &target) {
    const bool alpha = sequence_holds_alpha(target); // throws for targets of no kind
    auto reader = open_frames(options.input, options.frames, command.run());
    if (reader->info().channels != 4 || alpha || options.frames.channels)
        return reader;
    FrameOptions opaque = options.frames;
    opaque.channels = 3;
    return open_frames(options.input, opaque, command.run());
}

void complete(const Command &command, Options &options) {
    options.sequence = options.flags.sequence_options(command);
    options.sequence.number = parse_tensor_number("--dtype", options.dtype);
    options.sequence.scale = options.frames.scale = {options.mean, options.std};
    if (options.duration)
        options.frames.duration = std::chrono::nanoseconds(
            std::llround(*options.duration >= 0 ? std::min(*options.duration, 1e9) * 1e6 : -1));
    options.frames.background = parse_colour("--background", options.background);
    options.frames.rate = parse_fps(options.fps);
}

void convert(Command &command, Options &options) {
    const Target target = options.output;
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
    options->flags.add_to(verb);
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { convert(command, *options); });
}

} // namespace tessera::cli
