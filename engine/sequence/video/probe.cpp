#include "sequence/video/probe.hpp"

#include "image/open.hpp"
#include "sequence/video/ffmpeg.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <utility>

namespace tessera::internal {
namespace {

using nlohmann::json;

constexpr double most_number = 1e9; // of px, s or frames that a header may claim

/// A number that ffprobe writes as a number or as text, up to most_number; 0 where it is missing or
/// "N/A".
double number_of(const json &object, const char *key) {
    const auto found = object.find(key);
    if (found == object.end())
        return 0;
    const std::string text = found->is_string() ? found->get<std::string>() : "";
    double value = found->is_number() ? found->get<double>() : 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::isfinite(value) ? std::min(value, most_number) : 0;
}

/// "30000/1001", "16:9"; nothing for what isn't positive.
std::optional<std::pair<std::int64_t, std::int64_t>> ratio_of(const json &object, const char *key) {
    const std::string text = object.value(key, "");
    std::int64_t first = 0, second = 0;
    const char *end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, first);
    if (error != std::errc() || at == end ||
        std::from_chars(at + 1, end, second).ec != std::errc() || first <= 0 || second <= 0 ||
        std::max(first, second) > static_cast<std::int64_t>(most_number))
        return std::nullopt;
    return std::pair(first, second);
}

/// Degrees that the picture is turned by, a whole number of quarters or something else.
double rotation_of(const json &stream) {
    for (const json &data : stream.value("side_data_list", json::array()))
        if (data.contains("rotation"))
            return number_of(data, "rotation");
    return number_of(stream.value("tags", json::object()), "rotate");
}

Size shown_size(const json &stream) {
    const auto side = [&](const char *key) {
        return static_cast<std::int64_t>(std::max(number_of(stream, key), 0.0));
    };
    Size size{side("width"), side("height")};
    if (const auto shape = ratio_of(stream, "sample_aspect_ratio"))
        size.width = std::max<std::int64_t>(
            1, std::llround(double(size.width) * double(shape->first) / double(shape->second)));
    if (std::lround(std::abs(rotation_of(stream)) / 90) % 2 == 1)
        std::swap(size.width, size.height);
    return size;
}

int channels_of(const std::string &format) {
    constexpr std::array<std::string_view, 9> with_alpha = {"rgba",  "argb", "bgra", "abgr", "yuva",
                                                            "gbrap", "ya8",  "ya16", "pal8"};
    if (std::ranges::any_of(with_alpha,
                            [&](std::string_view name) { return format.starts_with(name); }))
        return 4;
    return format.starts_with("gray") || format.starts_with("mono") ? 1 : 3;
}

/// Tags by names in any case: containers differ in it.
std::string tag_of(const json &tags, std::string_view wanted) {
    for (const auto &[key, value] : tags.items())
        if (std::ranges::equal(key, wanted,
                               [](char a, char b) { return (a | ('a' - 'A')) == b; }) &&
            value.is_string())
            return value.get<std::string>();
    return {};
}

/// "00:01:02.5", as Matroska has it in a tag; 0 for anything else.
double clock_of(const std::string &text) {
    double seconds = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(':', begin), text.size());
        double part = 0;
        if (std::from_chars(text.data() + begin, text.data() + end, part).ec != std::errc())
            return 0;
        seconds = 60 * seconds + part;
        begin = end + 1;
    }
    return std::isfinite(seconds) ? std::min(seconds, most_number) : 0;
}

VideoInfo info_of(const json &stream, const json &format) {
    VideoInfo info;
    info.size = shown_size(stream);
    info.channels = channels_of(stream.value("pix_fmt", ""));
    const auto mean = ratio_of(stream, "avg_frame_rate"), base = ratio_of(stream, "r_frame_rate");
    if (mean || base)
        info.mean_rate = {(mean ? mean : base)->first, (mean ? mean : base)->second};
    if (mean && mean == base)
        info.rate = info.mean_rate;
    info.stream_seconds = number_of(stream, "duration");
    if (info.stream_seconds <= 0)
        info.stream_seconds = clock_of(tag_of(stream.value("tags", json::object()), "duration"));
    info.seconds = info.stream_seconds;
    if (info.seconds <= 0)
        info.seconds = number_of(format, "duration");
    info.frames = static_cast<std::uint64_t>(std::max(0.0, number_of(stream, "nb_frames")));
    const json tags = format.value("tags", json::object());
    info.tags = {tag_of(tags, "title"), tag_of(tags, "artist"), tag_of(tags, "comment")};
    return info;
}

/// The first stream of a kind; null where there is none. A cover is no video.
const json *stream_of(const json &streams, std::string_view kind) {
    const auto found = std::ranges::find_if(streams, [&](const json &stream) {
        return stream.value("codec_type", "") == kind &&
               number_of(stream.value("disposition", json::object()), "attached_pic") == 0;
    });
    return found == streams.end() ? nullptr : &*found;
}

} // namespace

VideoInfo probe_video(const std::string &path, const RunOptions &run) {
    std::vector<std::string> arguments = {"-v", "error"};
    for (const std::string &argument : input_arguments())
        arguments.push_back(argument);
    for (const char *argument :
         {"-show_entries",
          "stream=codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,r_frame_rate,"
          "nb_frames,duration,sample_aspect_ratio:stream_disposition=attached_pic:stream_tags:"
          "stream_side_data=rotation:format=duration:format_tags",
          "-of", "json"})
        arguments.emplace_back(argument);
    arguments.push_back(file_url(path));
    ChildProcess child(
        run_program("ffprobe", fmt::format("cannot read '{}'", path), arguments, run));
    const std::string text = child.read_all(ChildProcess::output);
    if (child.finish() != 0)
        child.fail("it is neither a picture that libvips knows nor a video that ffmpeg does, or it "
                   "is damaged");
    const json answer = json::parse(text, nullptr, false);
    const json streams =
        answer.is_object() ? answer.value("streams", json::array()) : json::array();
    const json *video = stream_of(streams, "video"), *audio = stream_of(streams, "audio");
    if (!video)
        child.fail("there is no video in it");
    VideoInfo info = info_of(*video, answer.value("format", json::object()));
    if (audio)
        info.audio = audio->value("codec_name", "");
    if (info.size.width <= 0 || info.size.height <= 0)
        child.fail("its video has no size");
    return info;
}

} // namespace tessera::internal
