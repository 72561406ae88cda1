// tessera frames: pictures that move, from any kind of file to any other.

#include "cli/steps.hpp"
#include "cli/verb.hpp"

#include <tessera/sequence.hpp>

namespace tessera::cli {
namespace {

constexpr Option input_row =
    argument("in", "IN",
             "A GIF, WebP, APNG, TIFF, video or tensor (.npy), a folder of numbered pictures, a "
             "pattern such as frame.%04d.png, or a glob.");
constexpr Option output_row =
    meaning(output_option, "OUT",
            "Write the frames here: .gif, .webp, .apng, .mp4, .webm, .html, .npy, or numbered "
            "pictures such as frame.%04d.png.");

std::unique_ptr<FrameReader> open(Command &command, const GivenOptions &given,
                                  const Target &target) {
    const bool alpha = sequence_holds_alpha(target); // throws for targets of no kind
    const std::string input = given.text("in");
    FrameOptions options = frame_options(given);
    auto reader = open_frames(input, options, command.run());
    if (reader->info().channels != 4 || alpha || options.channels)
        return reader;
    options.channels = 3;
    return open_frames(input, options, command.run());
}

void convert(Command &command, const GivenOptions &given) {
    const Target target = given.text("output");
    const SequenceOptions options = sequence_options(given);
    const auto reader = command.timed("open", [&] { return open(command, given, target); });
    const SequenceReport written = command.timed(
        "frames", [&] { return write_frames(*reader, target, options, command.run()); });
    report_sequence(command, reader->info(), written);
}

} // namespace

void add_frames(CLI::App &app, Command &command) {
    add_verb(
        app, command,
        {.name = "frames",
         .summary = "Convert animations, videos and numbered pictures.",
         .examples = {"tessera frames film.mp4 -o 'frame.%04d.png' --start 10 --end 12.5",
                      "tessera frames anim.webp -o frames.npy --mean 0.5 --std 0.25",
                      "tessera frames frames.npy -o back.gif --mean 0.5 --std 0.25 --duration 40 "
                      "--loop 3",
                      "tessera frames 'frame.%04d.png' -o film.mp4 --fps 24 --title Balloon",
                      "tessera frames film.mp4 -o 'still.%03d.jpg[Q=90]' --every 250"},
         .options = joined({{&input_row, &output_row},
                            options_of({OptionGroup::frames}),
                            pick(OptionGroup::tile, {"background"}),
                            options_of({OptionGroup::tensor, OptionGroup::sequence}),
                            pick(OptionGroup::write, {"force"})}),
         .work = [&command](const GivenOptions &given) { convert(command, given); }});
}

} // namespace tessera::cli
