#include "cli/pages/html.hpp"

#include "markup/markup.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace markup = internal::markup;
namespace {

constexpr std::string_view narrow_space = "\xE2\x80\xAF"; // U+202F, doesn't break

/// "linear-gradient(...)" through these colours, from left to right.
std::string gradient(std::span<const Rgb> scale) {
    std::string colours;
    for (const Rgb &colour : scale)
        colours += fmt::format(",#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
    return fmt::format("linear-gradient(to right{})", colours);
}

} // namespace

std::string escaped(std::string_view text) { return markup::escape(text).text; }

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
    return fmt::format("<img src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\"{} />",
                       markup::data_url(picture.media_type, picture.bytes), picture.size.width,
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
