#include "cli/pages/report_sections.hpp"

#include "cli/pages/files.hpp"
#include "cli/pages/html.hpp"

#include <cmath>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace files = internal::files;
using markup::Markup;
namespace {

constexpr double least_middle = 9; // below, the middle of the scale is next to an end of it

const markup::Parts parts(files::report_html);

Markup photo_item(const ReportPage &page, const PhotoUse &photo) {
    const std::string name = page.mosaic.library().store().record(photo.tile).name;
    const std::string cells =
        photo.cells == 0 ? "never used" : count_of(photo.cells, "cell", "cells");
    return parts.fill("photo", {{"picture", embedded(photo.picture, name + ", " + cells)},
                                {"uses", photo.cells == 0 ? "" : cells},
                                {"name", name}});
}

Markup photo_list(const ReportPage &page, std::string_view title,
                  const std::vector<PhotoUse> &photos) {
    if (photos.empty())
        return {};
    Markup items;
    for (const PhotoUse &photo : photos)
        items += photo_item(page, photo);
    return parts.fill("photo-list", {{"title", title}, {"photos", items}});
}

Markup use_map(const ReportPage &page) {
    const CellMap &map = page.overview.uses;
    std::vector<std::string> ticks = {"once", number(map.scale_end, 0) + " times"};
    if (map.scale_end >= least_middle)
        ticks.insert(ticks.begin() + 1, number(std::sqrt(map.scale_end), 0) + " times");
    return map_figure(page, map,
                      fmt::format("Map of how often the photo of each cell is used, from {} to {} "
                                  "times",
                                  map.least, map.most),
                      ticks);
}

/// What the rules cost beyond the nearest photo of each cell.
std::string cost_words(double cost, double nearest) {
    if (cost <= nearest * (1 + 1e-9))
        return "Nothing: every cell holds the photo that is nearest to it.";
    const std::string share =
        nearest > 0
            ? fmt::format("{} % more than ", number(100 * (std::sqrt(cost / nearest) - 1), 1))
            : "more than ";
    return fmt::format("The distance between cells and their photos is {}. This is {}{}, which it "
                       "would be if every cell held the photo that is nearest to it.",
                       number(std::sqrt(cost), 2), share, number(std::sqrt(nearest), 2));
}

} // namespace

Markup map_figure(const ReportPage &page, const CellMap &map, std::string_view alt,
                  const std::vector<std::string> &ticks) {
    const Size size = page.mosaic.size();
    return parts.fill("map", {{"width", size.width},
                              {"height", size.height},
                              {"map", embedded(map.picture, alt)},
                              {"legend", legend(map, ticks)}});
}

Markup photo_section(const ReportPage &page) {
    const Overview &overview = page.overview;
    const CellMap &map = overview.uses;
    Markup content;
    if (map.least < map.most) {
        content += use_map(page);
        content += photo_list(page, "Most used", overview.most_used);
        content += photo_list(page, "Least used", overview.least_used);
    } else {
        content +=
            words(fmt::format("Every photo in use stands in {}.",
                              count_of(static_cast<std::uint64_t>(map.most), "cell", "cells")));
        content += photo_list(page, "Some of them", overview.most_used);
    }
    const bool all = overview.unused <= overview.never_used.size();
    if (overview.unused > 0)
        content +=
            photo_list(page,
                       fmt::format("Never used: {}{}", count_of(overview.unused, "photo", "photos"),
                                   all ? "" : ", some of them"),
                       overview.never_used);
    return parts.fill("photos", {{"content", content}});
}

Markup rule_section(const ReportPage &page) {
    if (!page.report.contains("match"))
        return {};
    const nlohmann::json &match = page.report["match"];
    Markup text = words(cost_words(match.value("cost", 0.0), match.value("nearest_cost", 0.0)));
    if (const auto gap = match.value("gap", 0.0); gap > 0)
        text += words(fmt::format("No arrangement that keeps the rules has a squared distance "
                                  "smaller by more than {} %.",
                                  number(100 * gap, 2)));
    if (const auto moves = match.value("moves", std::uint64_t{0}); moves > 0)
        text += words(
            fmt::format("{} improved the first arrangement.", count_of(moves, "move", "moves")));
    if (const auto tinted = match.value("tinted_cells", std::uint64_t{0}); tinted > 0)
        text += words(count_of(tinted, "cell is tinted", "cells are tinted") +
                      " towards the colour of the source.");
    for (const auto &relaxed : match.value("relaxed", nlohmann::json::array()))
        text += words(fmt::format("Gave way: {}.", relaxed.get<std::string>()));
    return parts.fill("rules", {{"descriptor", match.value("descriptor", "")}, {"words", text}});
}

Markup making_section(const ReportPage &page) {
    Markup rows;
    const auto row = [&](const std::string &name, const std::string &value) {
        rows += parts.fill("row", {{"name", name}, {"value", value}});
    };
    for (const auto &[name, value] : page.options)
        row(name, value);
    if (page.report.contains("writer"))
        row("Written by",
            page.report.value("writer", "") + ": " + page.report.value("writer_reason", ""));
    for (const auto &[stage, spent] : page.report["seconds"].items())
        row("Seconds, " + stage, number(spent.get<double>(), 3));
    row("Library", "digest " + to_string(page.mosaic.library().info().digest));
    return parts.fill("making", {{"rows", rows}});
}

} // namespace tessera::cli
