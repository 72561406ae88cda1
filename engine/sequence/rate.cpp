// Frames a second, exactly.

#include "sequence/readers.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace tessera::internal {
namespace {

using std::chrono::nanoseconds;

constexpr std::int64_t second = 1'000'000'000;

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = error == std::errc() && end == text.data() + text.size();
    return all && value >= 0 && value < second ? std::optional(value) : std::nullopt;
}

/// "29.97" is 2997 / 100.
std::optional<FrameRate> parse_decimal(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "";
    const auto before = whole(text.substr(0, point));
    if (!before || *before > 1000 || fraction.size() > 6)
        return std::nullopt;
    FrameRate rate{*before, 1};
    for (const char digit : fraction) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        rate = {rate.numerator * 10 + (digit - '0'), rate.denominator * 10};
    }
    return rate;
}

} // namespace

FrameRate rate_of(const FrameOptions &options) { return options.rate.value_or(FrameRate{}); }

std::optional<FrameRate> common_rate(const std::vector<nanoseconds> &durations) {
    if (durations.empty() || durations[0] <= nanoseconds(0) ||
        std::ranges::adjacent_find(durations, std::not_equal_to()) != durations.end())
        return std::nullopt;
    const std::int64_t common = std::gcd(second, durations[0].count());
    return FrameRate{second / common, durations[0].count() / common};
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

nanoseconds FrameRate::period() const { return start_of(1); }

nanoseconds FrameRate::start_of(std::uint64_t index) const {
    // Whole seconds and the rest: all products stay below 2^63, terms being of nine digits at most.
    const std::int64_t parts = static_cast<std::int64_t>(index) * denominator;
    const std::int64_t rest = parts % numerator * second;
    return nanoseconds(parts / numerator * second + (rest + numerator / 2) / numerator);
}

std::optional<FrameRate> parse_frame_rate(const std::string &text) {
    std::optional<FrameRate> rate;
    if (const std::size_t slash = text.find('/'); slash != std::string::npos) {
        const auto numerator = whole(std::string_view(text).substr(0, slash));
        const auto denominator = whole(std::string_view(text).substr(slash + 1));
        if (numerator && denominator)
            rate = {*numerator, *denominator};
    } else {
        rate = parse_decimal(text);
    }
    if (!rate || rate->denominator <= 0 || rate->numerator > 1000 * rate->denominator ||
        rate->numerator * 1000 < rate->denominator)
        return std::nullopt;
    const std::int64_t common = std::gcd(rate->numerator, rate->denominator);
    return FrameRate{rate->numerator / common, rate->denominator / common};
}

} // namespace tessera
