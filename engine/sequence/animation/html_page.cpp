#include "sequence/animation/html_page.hpp"

#include "markup/markup.hpp"
#include "sequence/animation/files.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

markup::Halves page() { return markup::split(files::player_html, "frames"); }

} // namespace

std::string page_start(Size size, int plays, const SequenceTags &tags, const std::string &name) {
    return markup::fill(page().before,
                        {{"title", markup::escape_lines(tags.title.empty() ? name : tags.title)},
                         {"style", markup::Markup{std::string(files::player_css)}},
                         {"artist", markup::escape_lines(tags.artist)},
                         {"comment", markup::escape_lines(tags.comment)},
                         {"width", size.width},
                         {"height", size.height},
                         {"plays", plays}})
        .text;
}

std::string page_frame(std::span<const std::uint8_t> picture, double milliseconds) {
    return fmt::format("[{:.6g},\"{}\"],\n", milliseconds, markup::data_url("image/webp", picture));
}

std::string_view page_end() {
    static const markup::Markup end =
        markup::fill(page().after, {{"script", markup::Markup{std::string(files::player_js)}}});
    return end.text;
}

} // namespace tessera::internal
