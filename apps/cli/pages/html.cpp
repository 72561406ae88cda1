#include "cli/pages/html.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view narrow_space = "\xE2\x80\xAF"; // U+202F, doesn't break

std::string valid_utf8(std::string_view text) {
    const std::string quoted =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return nlohmann::json::parse(quoted).get<std::string>();
}

/// RFC 4648, section 4.
std::string base64(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (at + i < bytes.size() ? bytes[at + i] : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            text += at + i > bytes.size() ? '=' : digits[group >> (18 - 6 * i) & 63];
    }
    return text;
}

/// "linear-gradient(...)" through these colours, from left to right.
std::string gradient(std::span<const Rgb> scale) {
    std::string colours;
    for (const Rgb &colour : scale)
        colours += fmt::format(",#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
    return fmt::format("linear-gradient(to right{})", colours);
}

std::string_view entity_of(char character) {
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return static_cast<unsigned char>(character) < ' ' || character == '\x7F' ? replacement
                                                                                  : "";
    }
}

} // namespace

std::string escaped(std::string_view text) {
    std::string result;
    for (const char character : valid_utf8(text))
        if (const auto entity = entity_of(character); !entity.empty())
            result += entity;
        else
            result += character;
    return result;
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, narrow_space);
    return text;
}

std::string number(double value, int decimals) { return fmt::format("{:.{}f}", value, decimals); }

std::string count_of(std::uint64_t number, std::string_view one, std::string_view more) {
    return fmt::format("{} {}", grouped(number), number == 1 ? one : more);
}

std::string embedded(const EncodedImage &picture, std::string_view alt, std::string_view css) {
    return fmt::format("<img src=\"data:{};base64,{}\" width=\"{}\" height=\"{}\" alt=\"{}\"{} />",
                       picture.media_type, base64(picture.bytes), picture.size.width,
                       picture.size.height, escaped(alt),
                       css.empty() ? "" : fmt::format(" style=\"{}\"", css));
}

std::string legend(const CellMap &map, const std::vector<std::string> &ticks) {
    std::string labels;
    for (const std::string &tick : ticks)
        labels += fmt::format("<b>{}</b>", tick);
    return fmt::format("<div class=\"legend\"><i style=\"background:{}\"></i><span>{}</span></div>",
                       gradient(map.scale), labels);
}

std::string section(std::string_view title, const std::string &note, const std::string &content) {
    return fmt::format("<section><div><h2>{}</h2><p class=\"note\">{}</p></div><div>{}</div>"
                       "</section>\n",
                       title, note, content);
}

} // namespace tessera::cli
