// One parser for each kind of value, and one message for each kind of mistake.

#include <tessera/error.hpp>
#include <tessera/options.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>
#include <string_view>
#include <utility>

namespace tessera {
namespace {

constexpr double longest_duration = 1e9; // seconds
constexpr double most_bits = 1e12;
constexpr std::string_view wanted_ints = "numbers below 2147483648";

/// The number that a text is, all of it.
template <class Number> std::optional<Number> number_of(std::string_view text, int base = 10) {
    Number value = 0;
    const char *end = text.data() + text.size();
    std::from_chars_result result{};
    if constexpr (std::is_floating_point_v<Number>)
        result = std::from_chars(text.data(), end, value);
    else
        result = std::from_chars(text.data(), end, value, base);
    return result.ec == std::errc() && result.ptr == end ? std::optional(value) : std::nullopt;
}

/// A number with a unit behind it: "2.5M" is 2.5 and "M".
std::optional<std::pair<double, std::string_view>> measure_of(std::string_view text) {
    double number = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc())
        return std::nullopt;
    return std::pair(number, std::string_view(stop, static_cast<std::size_t>(end - stop)));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0;;) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        parts.push_back(text.substr(at, end - at));
        if (end == text.size())
            return parts;
        at = end + 1;
    }
}

/// Whether the text is a number, however large.
bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether the text is a size or a grid whose numbers no int holds.
bool is_too_large(std::string_view text) {
    const auto parts = split(text, 'x');
    return parts.size() <= 2 && std::ranges::all_of(parts, is_digits) &&
           !std::ranges::all_of(
               parts, [](std::string_view part) { return number_of<int>(part).has_value(); });
}

/// The two numbers of "207x292" or "3/8".
std::optional<std::pair<int, int>> pair_of(std::string_view text, char between) {
    const auto parts = split(text, between);
    if (parts.size() != 2)
        return std::nullopt;
    const auto first = number_of<int>(parts[0]), second = number_of<int>(parts[1]);
    return first && second ? std::optional(std::pair(*first, *second)) : std::nullopt;
}

/// "centre, entropy or attention"
std::string either(const std::vector<std::string> &names) {
    if (names.size() < 2)
        return names.empty() ? "" : names.front();
    return fmt::format("{} or {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

bool is_in_range(const Option &option, double number) {
    return number >= option.least && number <= option.most; // not a number is refused, too
}

std::string wanted_number(const Option &option) {
    const std::string range = range_of(option);
    const std::string number = option.kind == OptionKind::whole ? "a whole number" : "a number";
    return range.empty() ? number : fmt::format("{} of {}", number, range);
}

} // namespace

std::string range_of(const Option &option) {
    if (option.choices)
        return either(option.choices());
    if (option.kind != OptionKind::whole && option.kind != OptionKind::real)
        return {};
    if (option.most < any_int)
        return fmt::format("{} to {}", option.least, option.most);
    return std::isfinite(option.least) ? fmt::format("{} or more", option.least) : "";
}

void OptionValue::refuse(std::string_view wanted) const {
    throw Error(ErrorCode::invalid_argument,
                fmt::format("{}{} wants {}, not '{}'", prefix_, option_->name, wanted, text_));
}

void OptionValue::check() const {
    switch (option_->kind) {
    case OptionKind::flag:
        return static_cast<void>(flag());
    case OptionKind::whole:
        return static_cast<void>(whole());
    case OptionKind::real:
        return static_cast<void>(real());
    case OptionKind::reals:
        return static_cast<void>(reals());
    case OptionKind::wholes:
        return static_cast<void>(wholes());
    case OptionKind::choice:
        return static_cast<void>(choice());
    case OptionKind::shape:
        return static_cast<void>(shape());
    case OptionKind::grid:
        return static_cast<void>(grid());
    case OptionKind::colour:
        return static_cast<void>(colour());
    case OptionKind::cell_colour:
        return static_cast<void>(cell_colour());
    case OptionKind::bytes:
        return static_cast<void>(bytes());
    case OptionKind::bits:
        return static_cast<void>(bits());
    case OptionKind::rate:
        return static_cast<void>(rate());
    case OptionKind::duration:
        return static_cast<void>(duration());
    case OptionKind::shard:
        return static_cast<void>(shard());
    case OptionKind::text:
    case OptionKind::texts:
    case OptionKind::file:
    case OptionKind::folder:
        return;
    }
}

bool OptionValue::flag() const {
    if (text_ != "true" && text_ != "false")
        refuse("true or false");
    return text_ == "true";
}

std::uint64_t OptionValue::whole() const {
    const auto number = number_of<std::uint64_t>(text_);
    if (!number || !is_in_range(*option_, static_cast<double>(*number)))
        refuse(wanted_number(*option_));
    return *number;
}

double OptionValue::real() const {
    const auto number = number_of<double>(text_);
    if (!number || !is_in_range(*option_, *number))
        refuse(wanted_number(*option_));
    return *number;
}

std::vector<double> OptionValue::reals() const {
    std::vector<double> numbers;
    for (const std::string_view part : split(text_, ',')) {
        const auto number = number_of<double>(part);
        if (!number || !std::isfinite(*number))
            refuse("numbers such as 0.4,0.5,0.6");
        numbers.push_back(*number);
    }
    return numbers;
}

std::vector<std::uint64_t> OptionValue::wholes() const {
    std::vector<std::uint64_t> numbers;
    for (const std::string_view part : split(text_, ',')) {
        const auto number = number_of<std::uint64_t>(part);
        if (!number || !is_in_range(*option_, static_cast<double>(*number)))
            refuse(fmt::format("whole numbers of {} to {} such as 1,10,100", option_->least,
                               option_->most));
        numbers.push_back(*number);
    }
    return numbers;
}

std::vector<std::string> OptionValue::texts() const {
    const auto parts = split(text_, ',');
    return {parts.begin(), parts.end()};
}

std::size_t OptionValue::choice() const {
    const std::vector<std::string> names = option_->choices();
    // A kind of store may carry options of its own: "hdf5[deflate=4]".
    const auto found = std::ranges::find(names, text_.substr(0, text_.find('[')));
    if (found != names.end())
        return static_cast<std::size_t>(found - names.begin());
    const std::string guess = nearest_name(text_, names);
    throw Error(ErrorCode::invalid_argument,
                fmt::format("{}{} wants {}, not '{}'{}", prefix_, option_->name, either(names),
                            text_, guess.empty() ? "" : "; did you mean '" + guess + "'?"));
}

TileShape OptionValue::shape() const {
    if (is_too_large(text_))
        refuse(wanted_ints);
    if (const auto side = number_of<int>(text_); side && *side > 0)
        return {*side, *side};
    const auto both = pair_of(text_, 'x');
    if (!both || std::min(both->first, both->second) < 1)
        refuse("a size in px such as 128 or 128x96");
    return {both->first, both->second};
}

Grid OptionValue::grid() const {
    if (is_too_large(text_))
        refuse(wanted_ints);
    const auto both = pair_of(text_, 'x');
    if (!both || std::min(both->first, both->second) < 1)
        refuse(option_->unit == "px" ? "width x height such as 1280x720"
                                     : "columns x rows such as 207x292");
    return {both->first, both->second};
}

Rgb OptionValue::colour() const {
    if (text_ == "white")
        return {255, 255, 255};
    if (text_ == "black")
        return {0, 0, 0};
    const std::string_view digits =
        std::string_view(text_).substr(std::min<std::size_t>(1, text_.size()));
    const auto value = number_of<std::uint32_t>(digits, 16);
    if (text_.size() != 7 || text_[0] != '#' || !value)
        refuse("a colour such as #ffcc00, white or black");
    return {static_cast<std::uint8_t>(*value >> 16), static_cast<std::uint8_t>(*value >> 8),
            static_cast<std::uint8_t>(*value)};
}

std::optional<Rgb> OptionValue::cell_colour() const {
    return text_ == "transparent" ? std::nullopt : std::optional(colour());
}

std::uint64_t OptionValue::bytes() const {
    constexpr std::string_view units = "KMGTP";
    std::string_view digits = text_;
    if (digits.ends_with("iB") || digits.ends_with("ib"))
        digits.remove_suffix(2);
    unsigned shift = 0;
    if (!digits.empty())
        if (const auto unit = units.find(static_cast<char>(digits.back() & ~('a' - 'A')));
            unit != std::string_view::npos) {
            shift = 10 * (static_cast<unsigned>(unit) + 1);
            digits.remove_suffix(1);
        }
    if (!is_digits(digits))
        refuse("a number of bytes such as 256M or 2G");
    const auto number = number_of<std::uint64_t>(digits);
    if (!number || *number > std::numeric_limits<std::uint64_t>::max() >> shift)
        refuse("less than 16384P, which is 2^64 bytes");
    return *number << shift;
}

std::int64_t OptionValue::bits() const {
    const auto measure = measure_of(text_);
    const std::string_view unit = measure ? measure->second : "";
    const double factor = unit.empty()                 ? 1
                          : unit == "k" || unit == "K" ? 1e3
                          : unit == "M"                ? 1e6
                                                       : 0;
    const double number = measure ? measure->first * factor : 0;
    if (!(number > 0 && number < most_bits))
        refuse("bits a second such as 800k or 2.5M");
    return std::llround(number);
}

FrameRate OptionValue::rate() const {
    const auto rate = parse_frame_rate(text_);
    if (!rate)
        refuse("frames a second, 0.001 to 1000, such as 25, 29.97 or 30000/1001");
    return *rate;
}

double OptionValue::duration() const {
    const auto measure = measure_of(text_);
    const std::string_view unit = measure ? measure->second : "";
    const double factor = unit.empty() || unit == "s" ? 1
                          : unit == "m"               ? 60
                          : unit == "h"               ? 3600
                                                      : 0;
    const double seconds = measure ? measure->first * factor : 0;
    if (!(seconds > 0 && seconds <= longest_duration))
        refuse("a time such as 90, 30s, 15m or 2h");
    return seconds;
}

Shard OptionValue::shard() const {
    const auto both = pair_of(text_, '/');
    if (!both)
        refuse("a shard such as 3/8");
    const Shard shard{both->first, both->second};
    check_shard(shard);
    return shard;
}

} // namespace tessera
