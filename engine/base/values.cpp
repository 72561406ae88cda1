// Values of options as users write them.

#include <tessera/error.hpp>
#include <tessera/values.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <utility>

namespace tessera {
namespace {

constexpr double least_dpi = 0.01, most_dpi = 65'535; // JPEG holds no more

template <class Value> using Choices = std::initializer_list<std::pair<const char *, Value>>;

template <class Value>
Value parse_choice(const std::string &option, const std::string &text, Choices<Value> choices) {
    std::string names;
    for (const auto &[name, value] : choices) {
        if (text == name)
            return value;
        if (!names.empty())
            names += &name == &std::prev(choices.end())->first ? " or " : ", ";
        names += name;
    }
    throw Error(ErrorCode::invalid_argument,
                fmt::format("{} is {}, not '{}'", option, names, text));
}

[[noreturn]] void refuse(const std::string &option, const std::string &wanted,
                         const std::string &text) {
    throw Error(ErrorCode::invalid_argument,
                fmt::format("{} wants {}, not '{}'", option, wanted, text));
}

template <class Number = int>
std::optional<Number> whole_number(std::string_view text, int base = 10) {
    Number value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    return error == std::errc() && stop == end && !text.empty() ? std::optional(value)
                                                                : std::nullopt;
}

/// Whether the text is a number, however large.
bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A size in px or a number of cells. Nothing for other texts.
std::optional<int> side_of(const std::string &option, std::string_view text) {
    const auto side = whole_number(text);
    if (!side && is_digits(text))
        refuse(option, "numbers below 2147483648", std::string(text));
    return side;
}

/// The two numbers of "207x292".
std::optional<std::pair<int, int>> pair_of(const std::string &option, const std::string &text) {
    const std::size_t by = text.find('x');
    if (by == std::string::npos)
        return std::nullopt;
    const auto first = side_of(option, std::string_view(text).substr(0, by));
    const auto second = side_of(option, std::string_view(text).substr(by + 1));
    return first && second ? std::optional(std::pair(*first, *second)) : std::nullopt;
}

} // namespace

TileShape parse_shape(const std::string &option, const std::string &text) {
    if (const auto side = side_of(option, text); side && *side > 0)
        return {*side, *side};
    if (const auto both = pair_of(option, text); both && std::min(both->first, both->second) > 0)
        return {both->first, both->second};
    refuse(option, "a size in px such as 128 or 128x96", text);
}

Grid parse_grid(const std::string &option, const std::string &text) {
    if (const auto both = pair_of(option, text))
        return {both->first, both->second};
    refuse(option, "columns x rows such as 207x292", text);
}

Rgb parse_colour(const std::string &option, const std::string &text) {
    if (text == "white")
        return {255, 255, 255};
    if (text == "black")
        return {0, 0, 0};
    const bool hexadecimal =
        text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    if (const auto value = hexadecimal && text.size() == 7 && text[0] == '#'
                               ? whole_number(std::string_view(text).substr(1), 16)
                               : std::nullopt;
        value)
        return {static_cast<std::uint8_t>(*value >> 16), static_cast<std::uint8_t>(*value >> 8),
                static_cast<std::uint8_t>(*value)};
    refuse(option, "a colour such as #ffcc00, white or black", text);
}

std::uint64_t parse_bytes(const std::string &option, const std::string &text) {
    constexpr std::string_view units = "KMGTP";
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    std::string_view digits = text;
    if (digits.ends_with("iB") || digits.ends_with("ib"))
        digits.remove_suffix(2);
    std::size_t shift = 0;
    if (!digits.empty())
        if (const auto unit = units.find(static_cast<char>(digits.back() & ~('a' - 'A')));
            unit != std::string_view::npos) {
            shift = 10 * (unit + 1);
            digits.remove_suffix(1);
        }
    if (!is_digits(digits))
        refuse(option, "a number of bytes such as 256M or 2G", text);
    const auto number = whole_number<std::uint64_t>(digits);
    if (!number || *number > most >> shift)
        refuse(option, "less than 16384P, which is 2^64 bytes", text);
    return *number << shift;
}

std::optional<Rgb> parse_empty(const std::string &option, const std::string &text) {
    return text == "transparent" ? std::nullopt : std::optional(parse_colour(option, text));
}

Crop parse_crop(const std::string &option, const std::string &text) {
    return parse_choice<Crop>(
        option, text,
        {{"centre", Crop::centre}, {"entropy", Crop::entropy}, {"attention", Crop::attention}});
}

OnError parse_on_error(const std::string &option, const std::string &text) {
    return parse_choice<OnError>(option, text, {{"skip", OnError::skip}, {"fail", OnError::fail}});
}

SpacingMetric parse_metric(const std::string &option, const std::string &text) {
    return parse_choice<SpacingMetric>(
        option, text, {{"chebyshev", SpacingMetric::chebyshev}, {"euclid", SpacingMetric::euclid}});
}

bool parse_duplicates(const std::string &option, const std::string &text) {
    return parse_choice<bool>(option, text, {{"each", false}, {"one", true}});
}

bool parse_layout(const std::string &option, const std::string &text) {
    return parse_choice<bool>(option, text, {{"grid", false}, {"quadtree", true}});
}

FrameRate parse_rate(const std::string &option, const std::string &text) {
    const auto rate = parse_frame_rate(text);
    if (!rate)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} is 0.001 to 1000, such as 25, 29.97 or 30000/1001, not '{}'",
                                option, text));
    return *rate;
}

std::int64_t parse_bitrate(const std::string &option, const std::string &text) {
    double number = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
    const double factor = unit.empty()                 ? 1
                          : unit == "k" || unit == "K" ? 1e3
                          : unit == "M"                ? 1e6
                                                       : 0;
    if (error != std::errc() || factor == 0 || !(number > 0 && number * factor < 1e12))
        refuse(option, "bits a second such as 800k or 2.5M", text);
    return std::llround(number * factor);
}

TensorNumber parse_tensor_number(const std::string &option, const std::string &text) {
    return parse_choice<TensorNumber>(
        option, text, {{"float32", TensorNumber::float32}, {"uint8", TensorNumber::uint8}});
}

void check_dpi(const std::string &option, double dpi) {
    if (!(dpi >= least_dpi && dpi <= most_dpi)) // not a number is refused, too
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("{} is {} to {}, not '{}'", option, least_dpi, most_dpi, dpi));
}

} // namespace tessera
