#include "cli/pages/report_sections.hpp"

#include "cli/pages/html.hpp"

#include <cmath>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr double least_middle = 9; // below, the middle of the scale is next to an end of it

std::string shaped(const ReportPage &page, std::string_view kind, const EncodedImage &picture,
                   const FigureText &text) {
    const Size size = page.mosaic.size();
    return fmt::format("<figure class=\"{}\" style=\"--ratio:{:.4f}\">{}{}</figure>\n", kind,
                       double(size.width) / double(size.height),
                       embedded(picture, text.alternative,
                                fmt::format("aspect-ratio:{}/{}", size.width, size.height)),
                       text.below);
}

std::string photo_list(const ReportPage &page, std::string_view title,
                       const std::vector<PhotoUse> &photos) {
    if (photos.empty())
        return "";
    std::string items;
    for (const PhotoUse &photo : photos) {
        const std::string name = page.mosaic.library().store().record(photo.tile).name;
        const std::string cells =
            photo.cells == 0 ? "never used" : count_of(photo.cells, "cell", "cells");
        items += fmt::format("<li>{}{}<span title=\"{}\"><bdi>{}</bdi></span></li>\n",
                             embedded(photo.picture, name + ", " + cells),
                             photo.cells == 0 ? "" : "<b>" + cells + "</b>", escaped(name),
                             escaped(name));
    }
    return fmt::format("<h3>{}</h3><ul class=\"photos\">{}</ul>\n", title, items);
}

std::string use_map(const ReportPage &page) {
    const CellMap &map = page.overview.uses;
    std::vector<std::string> ticks = {"once", number(map.scale_end, 0) + " times"};
    if (map.scale_end >= least_middle)
        ticks.insert(ticks.begin() + 1, number(std::sqrt(map.scale_end), 0) + " times");
    return map_figure(page, map,
                      {fmt::format("Map of how often the photo of each cell is used, from {} to {} "
                                   "times",
                                   map.least, map.most),
                       legend(map, ticks)});
}

} // namespace

std::string figure(const ReportPage &page, const EncodedImage &picture, const FigureText &text) {
    return shaped(page, "fit", picture, text);
}

std::string map_figure(const ReportPage &page, const CellMap &map, const FigureText &text) {
    return shaped(page, "fit map", map.picture, text);
}

std::string photo_section(const ReportPage &page) {
    const Overview &overview = page.overview;
    const CellMap &map = overview.uses;
    std::string content;
    if (map.least < map.most)
        content = use_map(page) + photo_list(page, "Most used", overview.most_used) +
                  photo_list(page, "Least used", overview.least_used);
    else
        content = fmt::format("<p class=\"words\">Every photo in use stands in {}.</p>",
                              count_of(static_cast<std::uint64_t>(map.most), "cell", "cells")) +
                  photo_list(page, "Some of them", overview.most_used);
    if (overview.unused > 0)
        content += photo_list(
            page,
            fmt::format("Never used: {}{}", count_of(overview.unused, "photo", "photos"),
                        overview.unused > overview.never_used.size() ? ", some of them" : ""),
            overview.never_used);
    return section("Which photos it is made of",
                   "How often the photo of each cell is used in the whole mosaic. Names are those "
                   "below the folder that the library was built from.",
                   content);
}

std::string rule_section(const ReportPage &page) {
    if (!page.report.contains("match"))
        return "";
    const nlohmann::json &match = page.report["match"];
    const auto cost = match.value("cost", 0.0), nearest = match.value("nearest_cost", 0.0);
    std::string words;
    const auto say = [&](const std::string &text) {
        words += fmt::format("<p class=\"words\">{}</p>", text);
    };
    if (cost <= nearest * (1 + 1e-9))
        say("Nothing: every cell holds the photo that is nearest to it.");
    else
        say(fmt::format("Cells are {} away from their photos instead of {}, were each given the "
                        "photo nearest to it{}.",
                        number(std::sqrt(cost), 2), number(std::sqrt(nearest), 2),
                        nearest > 0 ? fmt::format(": {} % more",
                                                  number(100 * (std::sqrt(cost / nearest) - 1), 1))
                                    : ""));
    if (const auto gap = match.value("gap", 0.0); gap > 0)
        say(fmt::format("No arrangement that keeps the rules has a squared distance smaller by "
                        "more than {} %.",
                        number(100 * gap, 2)));
    if (const auto moves = match.value("moves", std::uint64_t{0}); moves > 0)
        say(fmt::format("{} made the first arrangement better.", count_of(moves, "move", "moves")));
    if (const auto tinted = match.value("tinted_cells", std::uint64_t{0}); tinted > 0)
        say(count_of(tinted, "cell is tinted", "cells are tinted") +
            " towards the colour of the source.");
    for (const auto &relaxed : match.value("relaxed", nlohmann::json::array()))
        say("Gave way: " + escaped(relaxed.get<std::string>()) + ".");
    return section("What the rules cost",
                   fmt::format("Distances are root mean squares over all cells, in the numbers of "
                               "{}.",
                               escaped(match.value("descriptor", ""))),
                   words);
}

std::string making_section(const ReportPage &page) {
    std::string rows;
    const auto row = [&](const std::string &name, const std::string &value) {
        rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", name, value);
    };
    for (const auto &[name, value] : page.options)
        row(escaped(name), escaped(value));
    if (page.report.contains("writer"))
        row("Written by", escaped(page.report.value("writer", "") + ": " +
                                  page.report.value("writer_reason", "")));
    for (const auto &[stage, spent] : page.report["seconds"].items())
        row("Seconds, " + escaped(stage), number(spent.get<double>(), 3));
    row("Library", "digest " + to_string(page.mosaic.library().info().digest));
    return section("How it was made", "Options as they were given.",
                   "<div class=\"wide\"><table class=\"rows\"><tbody>" + rows +
                       "</tbody></table></div>");
}

} // namespace tessera::cli
