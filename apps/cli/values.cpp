// Values as users write them on the command line.

#include "command.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <optional>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

[[noreturn]] void refuse(const std::string &option, const std::string &wanted,
                         const std::string &text) {
    throw Error(ErrorCode::invalid_argument,
                fmt::format("{} wants {}, not '{}'", option, wanted, text));
}

std::optional<int> whole_number(std::string_view text, int base = 10) {
    int value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    return error == std::errc() && stop == end && !text.empty() ? std::optional(value)
                                                                : std::nullopt;
}

/// The two numbers of "207x292".
std::optional<std::pair<int, int>> pair_of(const std::string &text) {
    const std::size_t by = text.find('x');
    if (by == std::string::npos)
        return std::nullopt;
    const auto first = whole_number(std::string_view(text).substr(0, by));
    const auto second = whole_number(std::string_view(text).substr(by + 1));
    return first && second ? std::optional(std::pair(*first, *second)) : std::nullopt;
}

} // namespace

TileShape parse_shape(const std::string &option, const std::string &text) {
    if (const auto side = whole_number(text); side && *side > 0)
        return {*side, *side};
    if (const auto both = pair_of(text); both && std::min(both->first, both->second) > 0)
        return {both->first, both->second};
    refuse(option, "a size in px such as 128 or 128x96", text);
}

Grid parse_grid(const std::string &option, const std::string &text) {
    if (const auto both = pair_of(text))
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
    constexpr std::string_view units = "KMG";
    std::string_view digits = text;
    if (digits.ends_with("iB") || digits.ends_with("ib"))
        digits.remove_suffix(2);
    int shift = 0;
    if (!digits.empty())
        if (const auto unit = units.find(static_cast<char>(digits.back() & ~('a' - 'A')));
            unit != std::string_view::npos) {
            shift = 10 * (static_cast<int>(unit) + 1);
            digits.remove_suffix(1);
        }
    const auto number = whole_number(digits);
    if (!number || *number < 0)
        refuse(option, "a number of bytes such as 256M or 2G", text);
    return static_cast<std::uint64_t>(*number) << shift;
}

std::string file_text(const std::string &path) {
    namespace fs = std::filesystem;
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return path + '\n';
    const auto time = fs::last_write_time(path, error).time_since_epoch();
    return fmt::format("{} {} {}\n", fs::absolute(path).lexically_normal().string(),
                       fs::file_size(path, error),
                       std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::array units = {"bytes", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return unit == 0 ? fmt::format("{} bytes", bytes)
                     : fmt::format("{:.1f} {}", value, units[unit]);
}

} // namespace tessera::cli
