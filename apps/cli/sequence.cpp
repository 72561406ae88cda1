// What became of a sequence that was written.

#include "cli/steps.hpp"

#include <tessera/sequence.hpp>

#include <chrono>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {

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
