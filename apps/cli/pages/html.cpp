#include "cli/pages/html.hpp"

#include "cli/command.hpp"
#include "cli/pages/files.hpp"

#include <span>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace files = internal::files;
using markup::Markup;
namespace {

constexpr std::string_view narrow_space = "\xE2\x80\xAF"; // U+202F, doesn't break

const markup::Parts parts(files::parts_html);

/// "linear-gradient(...)" through these colours, from left to right.
std::string gradient(std::span<const Rgb> scale) {
    std::string colours;
    for (const Rgb &colour : scale)
        colours += fmt::format(",#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
    return fmt::format("linear-gradient(to right{})", colours);
}

} // namespace

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

Markup embedded(const EncodedImage &picture, std::string_view alt) {
    return parts.fill("picture", {{"address", markup::data_url(picture.media_type, picture.bytes)},
                                  {"width", picture.size.width},
                                  {"height", picture.size.height},
                                  {"alt", alt}});
}

Markup legend(const CellMap &map, const std::vector<std::string> &ticks) {
    Markup labels;
    for (const std::string &tick : ticks)
        labels += parts.fill("tick", {{"tick", tick}});
    return parts.fill("legend", {{"gradient", gradient(map.scale)}, {"ticks", labels}});
}

Markup header(std::string_view title, const Markup &about) {
    return parts.fill("header", {{"title", title}, {"about", about}});
}

Markup section(std::string_view title, std::string_view note, const Markup &content) {
    return parts.fill("section", {{"title", title}, {"note", note}, {"content", content}});
}

Markup words(std::string_view text) { return parts.fill("words", {{"words", text}}); }

std::string html_of(const Page &page) {
    Markup script;
    std::string scripts;
    if (!page.script.empty()) {
        script = parts.fill("script",
                            {{"nonce", page.nonce}, {"script", Markup{std::string(page.script)}}});
        scripts = fmt::format("; script-src 'nonce-{}'", page.nonce);
    }
    // Names of photos may be anybody's: nothing of theirs is ever run or fetched.
    return markup::fill(files::page_html,
                        {{"title", page.title},
                         {"style", Markup{std::string(files::page_css) + page.style}},
                         {"scripts", Markup{scripts}},
                         {"main", page.main},
                         {"version", version()},
                         {"script", script}})
        .text;
}

} // namespace tessera::cli
