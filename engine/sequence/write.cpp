// From frames to a file of the kind that a target names.

#include "base/log.hpp"
#include "base/pending_output.hpp"
#include "base/run.hpp"
#include "image/session.hpp"
#include "sequence/pictures/names.hpp"
#include "sequence/writers.hpp"

#include <tessera/error.hpp>
#include <tessera/output.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <spdlog/fmt/fmt.h>

namespace tessera {
using namespace internal;
namespace fs = std::filesystem;
namespace {

using Get = const SequenceWriter &(*)();

constexpr std::array<Get, 6> writers = {pictures_writer, tensor_writer, gif_writer,
                                        webp_writer,     video_writer,  html_writer};

[[noreturn]] void refuse(const Target &target, const std::string &why) {
    throw Error(ErrorCode::unsupported, fmt::format("cannot write '{}': {}", target.path, why));
}

const SequenceWriter &writer_for(const Target &target) {
    start_libvips();
    for (const Get get : writers)
        if (get().takes(target))
            return get();
    const fs::path path(target.path);
    refuse(target, fmt::format("sequences are written to .gif, .webp, .apng, .mp4, .webm, .mov, "
                               ".mkv, .html, .npy, or to numbered pictures such as "
                               "'{}.%04d.png'",
                               path.stem().string()));
}

/// Files that are there already and would be mixed up with those to come.
std::vector<std::string> in_the_way(const Target &target) {
    const auto pattern = NumberPattern::parse(target.path);
    return pattern ? pattern->existing() : std::vector<std::string>();
}

const SequenceWriter &checked_writer(const Target &target, const SequenceInfo &info,
                                     const SequenceOptions &options) {
    const SequenceWriter &writer = writer_for(target);
    if (options.plays && (*options.plays < 0 || *options.plays > 65'535))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("an animation is played 0 (for ever) to 65535 times, not {}",
                                *options.plays));
    if (!(options.dither >= 0 && options.dither <= 1))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("dither is 0 to 1, not {}", options.dither));
    if (options.bitrate && *options.bitrate < 1000)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("a bitrate is 1000 bits a second at least, not {}", *options.bitrate));
    if (info.channels == 4 && !writer.holds_alpha(target))
        refuse(target, "such files can't be transparent, as the frames are");
    if (const std::string why = writer.refusal(target, info, options); !why.empty())
        refuse(target, why);
    check_output_path(target.path, options.replace);
    if (const auto files = in_the_way(target); !options.replace && !files.empty())
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write '{}': '{}' exists already", target.path, files[0]));
    return writer;
}

} // namespace

bool sequence_holds_alpha(const Target &target) { return writer_for(target).holds_alpha(target); }

void check_sequence_output(const Target &target, const SequenceInfo &info,
                           const SequenceOptions &options) {
    static_cast<void>(checked_writer(target, info, options));
}

SequenceReport write_frames(FrameReader &reader, const Target &target,
                            const SequenceOptions &options, const RunOptions &run) {
    check_run(run);
    const SequenceWriter &writer = checked_writer(target, reader.info(), options);
    FrameSource source(reader, run);
    PendingOutput output(target.path, options.replace);
    writer.write(source, target, output.folder().string(), options);
    throw_if_cancelled(run);
    if (source.frames() == 0)
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("cannot write '{}': there is no frame", target.path));
    std::set<std::string> written;
    for (const auto &entry : fs::directory_iterator(output.folder()))
        written.insert(entry.path().filename().string());
    const std::vector<std::string> before = in_the_way(target);
    const PendingOutput::Result result =
        output.commit(options.sync ? Durability::flushed : Durability::buffered);
    std::error_code ignored;
    for (const std::string &file : before)
        if (!written.contains(fs::path(file).filename().string()))
            fs::remove(file, ignored); // of a longer sequence
    return {result.path, std::string(writer.name()), source.frames(), result.bytes,
            source.duration()};
}

} // namespace tessera
