// tessera frames: pictures that move, from any kind of file to any other.

#include "command.hpp"

#include <tessera/error.hpp>
#include <tessera/sequence.hpp>

#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

struct Options {
    std::string input, output, fps, background = "white";
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

void convert(Command &command, Options &options) {
    const Target target = parse_target(options.output);
    options.sequence.replace = command.force;
    options.frames.background = parse_colour("--background", options.background);
    if (!options.fps.empty()) {
        options.frames.rate = parse_frame_rate(options.fps);
        if (!options.frames.rate)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("--fps is 0.001 to 1000, such as 25, 29.97 or 30000/1001, "
                                    "not '{}'",
                                    options.fps));
    }
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
    verb.add_flag("--keep-damaged", options.frames.keep_damaged,
                  "of a damaged video, all frames that can be made");
}

} // namespace

void add_frames(CLI::App &app, Command &command) {
    const auto options = std::make_shared<Options>();
    CLI::App &verb =
        *app.add_subcommand("frames", "Convert animations, videos and numbered pictures.");
    verb.footer("Examples:\n"
                "  tessera frames film.mp4 -o 'frame.%04d.png' --start 10 --end 12.5\n"
                "  tessera frames anim.webp -o 'frame.%04d.png'\n"
                "  tessera frames film.mp4 -o 'still.%03d.jpg[Q=90]' --every 250");
    verb.add_option("IN", options->input,
                    "GIF, WebP, APNG, TIFF, video, a folder of numbered pictures, frame.%04d.png, "
                    "or a glob")
        ->required();
    verb.add_option("-o,--output", options->output, "numbered pictures such as frame.%04d.png")
        ->required()
        ->type_name("OUT");
    add_input_options(verb, *options);
    verb.add_flag("-f,--force", command.force, "replace an existing output");
    add_verb(verb, command, [&command, options] { convert(command, *options); });
}

} // namespace tessera::cli
