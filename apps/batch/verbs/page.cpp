// The page of a batch: what became of each job, with pictures of what they made.

#include "batch/verbs/verb.hpp"
#include "cli/pages/html.hpp"

#include <tessera/overview.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

constexpr int thumbnail_px = 192;
constexpr std::string_view style = R"css(
.jobs { min-width: 56rem; max-width: none; margin-bottom: 3rem; }
.jobs td:first-child { width: 7rem; }
.jobs .short { white-space: nowrap; }
.jobs img { max-width: 6rem; max-height: 6rem; width: auto; background: var(--well); }
.jobs .failed { color: #b3261e; font-weight: 600; }
@media (prefers-color-scheme: dark) { .jobs .failed { color: #ff8a80; } }
.jobs pre { margin: .3rem 0 0; font-size: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
)css";

std::string thumbnail(const batch::Job &job, const batch::JobResult &result) {
    if (result.state != batch::JobState::done && result.state != batch::JobState::up_to_date)
        return "";
    for (const std::string &path : job.writes)
        if (const auto picture =
                fs::is_regular_file(path) ? small_picture(path, thumbnail_px) : std::nullopt)
            return embedded(*picture, fs::path(path).filename().string());
    return "";
}

/// Of a comparison, CIEDE2000 from afar; of a mosaic, how far its cells are from their photos.
std::string score(const batch::JobResult &result) {
    const auto report = nlohmann::json::parse(result.report, nullptr, false);
    if (!report.is_object())
        return "";
    if (const auto far = report.find("1x_srgb"); far != report.end())
        return fmt::format("ΔE {}", number(far->value("delta_e", 0.0), 2));
    if (const auto match = report.find("match"); match != report.end() && match->is_object())
        return fmt::format("distance {}", number(std::sqrt(match->value("cost", 0.0)), 2));
    return "";
}

std::string reason(const batch::JobResult &result) {
    std::string text = escaped(result.message);
    if (!result.detail.empty())
        text += "<pre>" + escaped(result.detail) + "</pre>";
    return text;
}

std::string row(const batch::Job &job, const batch::JobResult &result) {
    std::string outputs;
    for (const std::string &path : job.writes)
        outputs += fmt::format("<br /><span class=\"note\"><bdi>{}</bdi></span>", escaped(path));
    return fmt::format("<tr><td>{}</td><td><bdi>{}</bdi>{}</td><td class=\"short {}\">{}</td>"
                       "<td class=\"short\">{} s</td><td class=\"short\">{}</td>"
                       "<td class=\"short\">{}</td><td>{}</td></tr>\n",
                       thumbnail(job, result), escaped(job.name), outputs, name_of(result.state),
                       words_of(result.state), number(result.seconds, 1),
                       result.bytes > 0 ? human_bytes(result.bytes) : "", score(result),
                       reason(result));
}

/// Those that failed come first: they are what the page is read for.
std::string rows(const batch::Manifest &manifest, const std::vector<batch::JobResult> &results) {
    std::string failed, others;
    for (std::size_t i = 0; i < results.size(); ++i)
        (results[i].state == batch::JobState::failed ? failed : others) +=
            row(manifest.jobs[i], results[i]);
    return failed + others;
}

} // namespace

std::string batch_page(const batch::Manifest &manifest,
                       const std::vector<batch::JobResult> &results) {
    const std::string title = escaped(fs::path(manifest.path).filename().string());
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'\" />\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
        "<title>{0} – Tessera</title>\n<style>{1}{2}</style>\n</head>\n<body>\n<main>\n"
        "<header><h1><bdi>{0}</bdi></h1><p>{3}</p></header>\n"
        "<div class=\"wide\"><table "
        "class=\"jobs\"><thead><tr><th></th><th>batch::Job</th><th>State</th>"
        "<th>Time</th><th>Size</th><th>Score</th><th>Reason</th></tr></thead><tbody>\n{4}"
        "</tbody></table></div>\n</main>\n<footer>Made by Tessera "
        "{5}.</footer>\n</body>\n</html>\n",
        title, page_style(), style, summary_of(results), rows(manifest, results), version());
}

} // namespace tessera::cli
