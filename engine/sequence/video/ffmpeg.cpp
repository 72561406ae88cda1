#include "sequence/video/ffmpeg.hpp"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::milliseconds usual_patience{60'000};

/// Demuxers of one file of video each. Left out are those that open what a file names: playlists,
/// lists of parts.
constexpr std::string_view containers =
    "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,av1,obu,ivf,flv,asf,ogg,nut,mxf,rm,"
    "dv,wtv,gxf,yuv4mpegpipe,apng,gif";

std::string environment(const std::string &name) {
    const char *value = std::getenv(name.c_str());
    return value ? value : "";
}

bool is_executable(const fs::path &path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

std::chrono::milliseconds patience() {
    const std::string text = environment("TESSERA_FFMPEG_TIMEOUT");
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return error == std::errc() && seconds > 0 && seconds < 1e6
               ? std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000))
               : usual_patience;
}

} // namespace

std::string find_program(const std::string &name, const std::string &task) {
    const std::string variable = name == "ffmpeg" ? "TESSERA_FFMPEG" : "TESSERA_FFPROBE";
    if (const std::string path = environment(variable); !path.empty()) {
        if (!is_executable(path))
            throw Error(ErrorCode::unsupported,
                        fmt::format("{}: {} is '{}', which is no program", task, variable, path));
        return path;
    }
    std::istringstream folders(environment("PATH"));
    for (std::string folder; std::getline(folders, folder, ':');)
        if (const fs::path path = fs::path(folder) / name; !folder.empty() && is_executable(path))
            return path.string();
    throw Error(ErrorCode::unsupported,
                fmt::format("{}: that takes '{}', which isn't installed; on Debian: apt install "
                            "ffmpeg",
                            task, name));
}

ProcessOptions run_program(const std::string &name, const std::string &task,
                           std::vector<std::string> arguments, const RunOptions &run) {
    ProcessOptions options;
    options.program = find_program(name, task);
    options.arguments = std::move(arguments);
    options.task = task;
    options.patience = patience();
    options.cancel = run.cancel;
    return options;
}

std::vector<std::string> input_arguments() {
    return {"-protocol_whitelist", "file,pipe", "-format_whitelist", std::string(containers)};
}

std::string file_url(const std::string &path) { return "file:" + path; }

} // namespace tessera::internal
