// Options of sequences.

#include "capi/border.hpp"
#include "capi/options.hpp"

#include <tessera/values.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <spdlog/fmt/fmt.h>

namespace tessera::capi {
namespace {

constexpr auto most_int = static_cast<std::uint64_t>(std::numeric_limits<int>::max());

/// "0.5" or "0.4,0.5,0.6".
std::vector<double> numbers(TextOptions &options, const std::string &name) {
    std::vector<double> result;
    const auto given = options.text(name);
    if (!given)
        return result;
    const char *at = given->data(), *end = at + given->size();
    while (true) {
        const auto [stop, error] = std::from_chars(at, end, result.emplace_back());
        if (error != std::errc() || (stop != end && *stop != ','))
            refuse(fmt::format("{} is numbers such as 0.4,0.5,0.6, not '{}'", name, *given));
        if (stop == end)
            return result;
        at = stop + 1;
    }
}

std::optional<int> small(TextOptions &options, const std::string &name) {
    const auto given = options.whole(name, most_int);
    return given ? std::optional(static_cast<int>(*given)) : std::nullopt;
}

TensorScale scale_of(TextOptions &options) {
    return {numbers(options, "mean"), numbers(options, "std")};
}

} // namespace

FrameOptions frame_options(const char *const *list) {
    TextOptions options(list);
    FrameOptions result;
    result.start = options.number("start");
    result.end = options.number("end");
    result.every = small(options, "every").value_or(result.every);
    if (const auto rate = options.text("fps"))
        result.rate = parse_rate("fps", *rate);
    if (const auto ms = options.number("duration"))
        result.duration =
            std::chrono::nanoseconds(std::llround(*ms >= 0 ? std::min(*ms, 1e9) * 1e6 : -1));
    result.channels = small(options, "channels");
    if (const auto background = options.text("background"))
        result.background = parse_colour("background", *background);
    result.keep_damaged = options.flag("keep-damaged");
    result.scale = scale_of(options);
    options.finish();
    return result;
}

SequenceWish sequence_wish(const char *const *list) {
    TextOptions options(list);
    SequenceWish wish;
    SequenceOptions &result = wish.options;
    if (const auto rate = options.text("fps"))
        wish.rate = parse_rate("fps", *rate);
    if (const auto number = options.text("dtype"))
        result.number = parse_tensor_number("dtype", *number);
    result.scale = scale_of(options);
    result.plays = small(options, "loop");
    result.dither = options.number("dither").value_or(result.dither);
    result.optimise = options.flag("optimise");
    result.crf = options.number("crf");
    if (const auto bitrate = options.text("bitrate"))
        result.bitrate = parse_bitrate("bitrate", *bitrate);
    result.tags = {options.text("title").value_or(""), options.text("artist").value_or(""),
                   options.text("comment").value_or("")};
    result.sync = options.flag("sync");
    result.replace = options.flag("force");
    options.finish();
    return wish;
}

} // namespace tessera::capi
