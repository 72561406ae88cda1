#include "cli/pages/report_page.hpp"

#include "cli/command.hpp"
#include "cli/pages/html.hpp"
#include "cli/pages/report_sections.hpp"

#include <cmath>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

std::string file_name(const nlohmann::json &report) {
    return std::filesystem::path(report.value("output", "")).filename().string();
}

std::string header(const ReportPage &page) {
    const nlohmann::json &report = page.report;
    const Size size = page.mosaic.size();
    std::string line = fmt::format("{} × {} px", grouped(static_cast<std::uint64_t>(size.width)),
                                   grouped(static_cast<std::uint64_t>(size.height)));
    if (!page.mosaic.origin().source.empty())
        line += fmt::format(", after <bdi>{}</bdi>", escaped(page.mosaic.origin().source));
    if (report.contains("bytes"))
        line += ", " + human_bytes(report["bytes"].get<std::uint64_t>());
    return fmt::format("<header><h1><bdi>{}</bdi></h1><p>{}</p></header>\n",
                       escaped(file_name(report)), line);
}

std::string pictures(const ReportPage &page) {
    const Overview &overview = page.overview;
    std::string figures;
    if (overview.source)
        figures += figure(page, overview.source->picture,
                          {"The source, cropped to the shape of the mosaic",
                           "<figcaption>The source</figcaption>"});
    figures +=
        figure(page, overview.mosaic,
               {"The mosaic, drawn small from its tiles", "<figcaption>The mosaic</figcaption>"});
    return fmt::format("<div class=\"pair{}\">{}</div>\n", overview.source ? " two" : "", figures);
}

std::string facts(const ReportPage &page) {
    const Grid grid = page.mosaic.grid();
    std::string list;
    const auto fact = [&](const std::string &value, const std::string &name) {
        list += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", name, value);
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
    return fmt::format("<dl class=\"facts\">{}</dl>\n", list);
}

std::string error_section(const ReportPage &page) {
    if (!page.overview.source)
        return section("Where it errs", "",
                       "<p class=\"words\">A plan tells where each photo stands, not what it was "
                       "matched to, so there is nothing here to compare with. Render the picture "
                       "itself with --report to see errors and scores.</p>");
    const CellMap &map = page.overview.source->errors;
    const std::string alt =
        fmt::format("Map of the errors of colour: {} on average, {} in the best cell, {} in the "
                    "worst",
                    number(map.mean, 2), number(map.least, 2), number(map.most, 2));
    return section("Where it errs",
                   fmt::format("Each cell's mean colour against the mean of what stands in it, by "
                               "CIEDE2000: about 1 is the least that can be told apart side by "
                               "side. From {} to {}; the scale is the same for every mosaic.",
                               number(map.least, 2), number(map.most, 2)),
                   map_figure(page, map,
                              {alt, legend(map, {"0", number(map.scale_end / 2, 0),
                                                 number(map.scale_end, 0) + " and more"})}));
}

std::string score_row(std::string_view name, const Likeness &likeness) {
    return fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td>"
                       "</tr>",
                       name, std::isinf(likeness.psnr) ? "∞" : number(likeness.psnr, 3),
                       likeness.ssim ? number(*likeness.ssim, 4) : "–", number(likeness.delta_e, 3),
                       number(likeness.delta_e_p95, 2));
}

std::string score_section(const ReportPage &page) {
    if (!page.overview.source)
        return "";
    const auto &score = page.overview.source->score;
    if (!score)
        return section("How like its source it is", "",
                       fmt::format("<p class=\"words\">Scores are taken of mosaics of {} cells at "
                                   "most.</p>",
                                   grouped(most_scored_cells)));
    const std::string rows = score_row("From afar, sRGB values", score->far_srgb) +
                             score_row("From afar, linear light", score->far_linear) +
                             score_row("From near, sRGB values", score->near_srgb) +
                             score_row("From near, linear light", score->near_linear);
    return section("How like its source it is",
                   "From afar a cell is one colour (1x); from near it is 4 × 4 of them (4x). More "
                   "is better of PSNR and SSIM, less of CIEDE2000.",
                   "<div class=\"wide\"><table class=\"numbers\"><thead><tr><th scope=\"col\">"
                   "Seen</th><th scope=\"col\">PSNR, dB</th><th scope=\"col\">SSIM</th>"
                   "<th scope=\"col\">CIEDE2000</th><th scope=\"col\">its 95th percentile</th>"
                   "</tr></thead><tbody>" +
                       rows + "</tbody></table></div>");
}

} // namespace

std::string html_of(const ReportPage &page) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
           // Names of photos may be anybody's: nothing of theirs is ever run or fetched.
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "img-src data:; style-src 'unsafe-inline'\" />\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
           "<title>" +
           escaped(file_name(page.report)) + " – Tessera</title>\n<style>" +
           std::string(page_style()) + "</style>\n</head>\n<body>\n<main>\n" + header(page) +
           pictures(page) + facts(page) + error_section(page) + score_section(page) +
           photo_section(page) + rule_section(page) + making_section(page) + "</main>\n" +
           fmt::format("<footer>Made by Tessera {}.</footer>\n</body>\n</html>\n", version());
}

} // namespace tessera::cli
