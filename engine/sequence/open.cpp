// From what a user names to the reader of its kind.

#include "base/run.hpp"
#include "sequence/animation/apng.hpp"
#include "sequence/pictures/names.hpp"
#include "sequence/readers.hpp"
#include "sequence/tensor/npy.hpp"

#include <tessera/error.hpp>

#include <cmath>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

/// What video readers do themselves is left to select_part() where the kind doesn't.
FrameReaderPtr open_file(const std::string &path, const FrameOptions &options,
                         const RunOptions &run) {
    auto file = std::make_unique<PictureFile>(path); // refuses what isn't a file
    if (is_npy(path))
        return select_part(open_tensor(path, options), options);
    if (const auto times = read_apng_times(path))
        return select_part(open_apng(path, *times, options, run), options);
    if (file->stream_loader())
        return select_part(open_pages(std::move(file), options), options);
    return open_video(path, options, run);
}

FrameReaderPtr open_input(const std::string &input, const FrameOptions &options,
                          const RunOptions &run) {
    const auto pictures = [&](std::vector<std::string> files) {
        return select_part(open_pictures(std::move(files), options), options);
    };
    std::error_code ignored;
    if (fs::is_directory(input, ignored))
        return pictures(numbered_folder(input));
    if (fs::exists(fs::symlink_status(input, ignored)))
        return open_file(input, options, run);
    if (const auto pattern = NumberPattern::parse(input))
        return pictures(numbered_files(*pattern, input));
    if (input.find_first_of("*?[") != std::string::npos)
        return pictures(globbed_files(input));
    throw unreadable(input, "there is no such file or folder");
}

void check_options(const FrameOptions &options) {
    const auto refuse = [](const std::string &why) {
        throw Error(ErrorCode::invalid_argument, why);
    };
    const double start = options.start.value_or(0);
    if (!(start >= 0) || !std::isfinite(start))
        refuse(fmt::format("frames start at 0 s or later, not at {} s", start));
    if (options.end && !(*options.end > start))
        refuse(fmt::format("frames end after {} s, where they start, not at {} s", start,
                           *options.end));
    if (options.duration && options.duration->count() < 0)
        refuse("a frame is shown for 0 ms or longer");
    if (options.every < 1)
        refuse(fmt::format("every frame is 1, every second one 2, not {}", options.every));
    if (options.every > 1 && options.rate)
        refuse("frames are picked by their number or by a rate, not by both");
    if (options.channels && *options.channels != 1 && *options.channels != 3 &&
        *options.channels != 4)
        refuse(fmt::format("frames have 1, 3 or 4 channels, not {}", *options.channels));
    if (options.rate &&
        !parse_frame_rate(fmt::format("{}/{}", options.rate->numerator, options.rate->denominator)))
        refuse("a frame rate is 0.001 to 1000 frames a second");
}

} // namespace

Error more_channels(const std::string &path, int channels, int wanted) {
    return unreadable(path, fmt::format("it has {} channels, and the first frame has {}; say how "
                                        "many all are to have",
                                        channels, wanted));
}

void check_frame_size(const std::string &path, Size size) {
    if (size.height > 0 && size.width > max_frame_pixels / size.height)
        throw Error(ErrorCode::unsupported,
                    fmt::format("cannot read '{}': its frames are {} x {} px, and frames of at "
                                "most {} px are held in memory",
                                path, size.width, size.height, max_frame_pixels));
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

FrameReader::~FrameReader() = default;

bool FrameReader::skip() {
    Frame frame;
    return next(frame);
}

void FrameReader::seek(std::uint64_t) {
    throw Error(ErrorCode::unsupported,
                "frames of such a sequence can only be read one after another");
}

std::unique_ptr<FrameReader> open_frames(const std::string &input, const FrameOptions &options,
                                         const RunOptions &run) {
    check_run(run);
    check_options(options);
    throw_if_cancelled(run);
    FrameReaderPtr reader = open_input(input, options, run);
    if (options.duration)
        reader = retime(std::move(reader), *options.duration);
    return options.rate ? resample(std::move(reader), *options.rate) : std::move(reader);
}

} // namespace tessera
