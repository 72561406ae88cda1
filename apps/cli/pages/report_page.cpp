#include "cli/pages/report_page.hpp"

#include "cli/command.hpp"
#include "cli/pages/files.hpp"
#include "cli/pages/html.hpp"
#include "cli/pages/report_sections.hpp"

#include <cmath>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace files = internal::files;
using markup::Markup;
namespace {

const markup::Parts parts(files::report_html);

std::string file_name(const nlohmann::json &report) {
    return std::filesystem::path(report.value("output", "")).filename().string();
}

Markup about(const ReportPage &page) {
    const Size size = page.mosaic.size();
    const std::string &name = page.mosaic.origin().source;
    const auto bytes = page.report.find("bytes");
    return parts.fill(
        "about",
        {{"width", grouped(static_cast<std::uint64_t>(size.width))},
         {"height", grouped(static_cast<std::uint64_t>(size.height))},
         {"source", name.empty() ? Markup{} : parts.fill("source", {{"source", name}})},
         {"bytes",
          bytes == page.report.end() ? "" : ", " + human_bytes(bytes->get<std::uint64_t>())}});
}

Markup pictures(const ReportPage &page) {
    const Overview &overview = page.overview;
    const Size size = page.mosaic.size();
    const Markup mosaic = embedded(overview.mosaic, "The mosaic, drawn small from its tiles");
    if (!overview.source)
        return parts.fill("alone",
                          {{"width", size.width}, {"height", size.height}, {"mosaic", mosaic}});
    return parts.fill("pair",
                      {{"width", size.width},
                       {"height", size.height},
                       {"source", embedded(overview.source->picture,
                                           "The source, cropped to the shape of the mosaic")},
                       {"mosaic", mosaic}});
}

Markup facts(const ReportPage &page) {
    const Grid grid = page.mosaic.grid();
    Markup list;
    const auto fact = [&](const std::string &value, const std::string &name) {
        list += parts.fill("fact", {{"name", name}, {"value", value}});
    };
    fact(grouped(grid.cells()), fmt::format("cells, {} × {}", grid.columns, grid.rows));
    const std::uint64_t photos = page.overview.photos;
    fact(grouped(photos - page.overview.unused),
         "of " + count_of(photos, "photo in use", "photos in use"));
    if (const auto empty = page.mosaic.empty_cells(); empty > 0)
        fact(grouped(empty), "cells left empty");
    if (page.overview.source)
        fact(number(page.overview.source->errors.mean, 2), "mean error of colour, CIEDE2000");
    double seconds = 0;
    for (const auto &[stage, spent] : page.report["seconds"].items())
        seconds += stage == "report" ? 0 : spent.get<double>();
    fact(number(seconds, 2) + " s", "to make it");
    return parts.fill("facts", {{"facts", list}});
}

Markup error_section(const ReportPage &page) {
    if (!page.overview.source)
        return parts.fill("no-errors", {});
    const CellMap &map = page.overview.source->errors;
    const std::string alt =
        fmt::format("Map of the errors of colour: {} on average, {} in the best cell, {} in the "
                    "worst",
                    number(map.mean, 2), number(map.least, 2), number(map.most, 2));
    const std::vector<std::string> ticks = {"0", number(map.scale_end / 2, 0),
                                            number(map.scale_end, 0) + " and more"};
    return parts.fill("errors", {{"least", number(map.least, 2)},
                                 {"most", number(map.most, 2)},
                                 {"map", map_figure(page, map, alt, ticks)}});
}

Markup score_row(std::string_view name, const Likeness &likeness) {
    return parts.fill("score",
                      {{"name", name},
                       {"psnr", std::isinf(likeness.psnr) ? "∞" : number(likeness.psnr, 3)},
                       {"ssim", likeness.ssim ? number(*likeness.ssim, 4) : "–"},
                       {"delta_e", number(likeness.delta_e, 3)},
                       {"delta_e_p95", number(likeness.delta_e_p95, 2)}});
}

Markup score_section(const ReportPage &page) {
    if (!page.overview.source)
        return {};
    const auto &score = page.overview.source->score;
    if (!score)
        return parts.fill("no-scores", {{"cells", grouped(most_scored_cells)}});
    Markup rows = score_row("From afar, sRGB values", score->far_srgb);
    rows += score_row("From afar, linear light", score->far_linear);
    rows += score_row("From near, sRGB values", score->near_srgb);
    rows += score_row("From near, linear light", score->near_linear);
    return parts.fill("scores", {{"rows", rows}});
}

} // namespace

std::string html_of(const ReportPage &page) {
    const std::string title = file_name(page.report);
    Markup main = header(title, about(page));
    for (const auto &part : {pictures, facts, error_section, score_section, photo_section,
                             rule_section, making_section})
        main += part(page);
    return html_of(Page{.title = title, .main = main});
}

} // namespace tessera::cli
