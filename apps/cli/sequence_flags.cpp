#include "cli/sequence_flags.hpp"

#include <chrono>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
void SequenceFlags::add_to(CLI::App &verb) {
    verb.add_option("--loop", options_.plays, "times an animation is played; 0: for ever")
        ->type_name("N");
    verb.add_option("--dither", options_.dither, "of a GIF's colours, 0 to 1")->type_name("N");
    verb.add_flag("--optimise", options_.optimise, "a smaller GIF or WebP, in more time");
    verb.add_option("--crf", options_.crf, "quality of a video: 0 is best")->type_name("N");
    verb.add_option("--bitrate", bitrate_, "of a video, bits a second such as 800k or 2M")
        ->type_name("BITS");
    verb.add_flag("--mute", options_.mute, "a video without the audio of what it is made from");
    verb.add_option("--title", options_.tags.title, "of a video or page")->type_name("TEXT");
    verb.add_option("--artist", options_.tags.artist, "of a video or page")->type_name("TEXT");
    verb.add_option("--comment", options_.tags.comment, "of a video or page")->type_name("TEXT");
}

SequenceOptions SequenceFlags::sequence_options(const Command &command) const {
    SequenceOptions result = options_;
    result.replace = command.force;
    if (!bitrate_.empty())
        result.bitrate = parse_bitrate("--bitrate", bitrate_);
    return result;
}

std::optional<FrameRate> parse_fps(const std::string &text) {
    return text.empty() ? std::nullopt : std::optional(parse_rate("--fps", text));
}

void report_sequence(Command &command, const SequenceInfo &info, const SequenceReport &written,
                     const std::string &prefix) {
    const double seconds = std::chrono::duration<double>(written.duration).count();
    command.report(prefix + "width", info.size.width);
    command.report(prefix + "height", info.size.height);
    command.report("channels", info.channels);
    command.report("frames", written.frames);
    command.report("duration", seconds);
    command.report("output", written.path);
    command.report("writer", written.writer);
    command.report("bytes", written.bytes);
    command.console.note(fmt::format("{}: {} frames of {} x {} px, {:.2f} s, {}", written.path,
                                     written.frames, info.size.width, info.size.height, seconds,
                                     human_bytes(written.bytes)));
}

} // namespace tessera::cli
