#include "cli/pages/sheet_page.hpp"

#include "cli/pages/files.hpp"
#include "cli/pages/html.hpp"

#include <spdlog/fmt/fmt.h>
#include <variant>

namespace tessera::cli {
namespace files = internal::files;
using markup::Markup;
namespace {

const markup::Parts parts(files::sheet_html);

std::string text_of(const Label &label) {
    if (const auto *number = std::get_if<std::int64_t>(&label))
        return std::to_string(*number);
    const auto *text = std::get_if<std::string>(&label);
    return text ? *text : "";
}

/// "2024-05-31 12:00 · beach · Sea, Anna"; what there isn't is left out.
std::string facts_of(const TileRecord &record) {
    std::string facts;
    const auto add = [&](const std::string &fact) {
        if (!fact.empty())
            facts += (facts.empty() ? "" : " · ") + fact;
    };
    std::string date = record.captured.substr(0, std::string_view("2024-05-31T12:00").size());
    if (const auto at = date.find('T'); at != std::string::npos)
        date[at] = ' ';
    add(date);
    add(text_of(record.label));
    add(fmt::format("{}", fmt::join(record.tags, ", ")));
    return facts;
}

/// What a browser shows where the mouse rests.
Markup tip(const SheetPhoto &photo) {
    const TileRecord &record = photo.record;
    const Markup variation = record.variation.empty()
                                 ? Markup{}
                                 : parts.fill("variation", {{"variation", record.variation}});
    return parts.fill("tip", {{"name", record.name},
                              {"width", record.width},
                              {"height", record.height},
                              {"tile", photo.tile},
                              {"variation", variation}});
}

Markup item(const SheetPhoto &photo) {
    // Steps of the golden angle: groups next to each other have colours far from each other.
    constexpr double golden_angle = 137.508;
    const TileRecord &record = photo.record;
    const Markup content = parts.fill("content", {{"picture", embedded(photo.picture, record.name)},
                                                  {"name", record.name},
                                                  {"facts", facts_of(record)}});
    if (photo.group == 0)
        return parts.fill("photo", {{"tip", tip(photo)}, {"content", content}});
    return parts.fill("alike-photo", {{"tip", tip(photo)},
                                      {"group", photo.group},
                                      {"hue", static_cast<int>(golden_angle * photo.group) % 360},
                                      {"alike", photo.alike},
                                      {"content", content}});
}

std::string summary(const SheetPage &page) {
    const Sheet &sheet = page.sheet;
    std::string text = count_of(sheet.tiles, "photo", "photos");
    if (sheet.photos.size() < sheet.tiles)
        text = fmt::format("{} to {} of {}", grouped(page.skipped + 1),
                           grouped(page.skipped + sheet.photos.size()), text);
    return fmt::format(
        "{}, tiles of {} × {} px{}", text, page.library.tile.width, page.library.tile.height,
        sheet.groups == 0 ? ""
                          : ", " + count_of(sheet.groups, "group", "groups") + " that look alike");
}

} // namespace

std::string html_of(const SheetPage &page) {
    Markup photos;
    for (const SheetPhoto &photo : page.sheet.photos)
        photos += item(photo);
    const Markup main =
        parts.fill("main", {{"header", header(page.title, markup::escape(summary(page)))},
                            {"groups", page.sheet.groups},
                            {"photos", photos}});
    return html_of(Page{.title = page.title,
                        .style = std::string(files::sheet_css),
                        .main = main,
                        .script = files::sheet_js,
                        .nonce = to_string(page.library.digest)});
}

} // namespace tessera::cli
