// The page of a batch: what became of each job, with pictures of what they made.

#include "batch/verbs/files.hpp"
#include "batch/verbs/verb.hpp"
#include "cli/pages/html.hpp"

#include <tessera/overview.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace files = internal::files;
using markup::Markup;
namespace {

constexpr int thumbnail_px = 192;

const markup::Parts parts(files::jobs_html);

Markup thumbnail(const batch::Job &job, const batch::JobResult &result) {
    if (result.state != batch::JobState::done && result.state != batch::JobState::up_to_date)
        return {};
    for (const std::string &path : job.writes)
        if (const auto picture =
                fs::is_regular_file(path) ? small_picture(path, thumbnail_px) : std::nullopt)
            return embedded(*picture, fs::path(path).filename().string());
    return {};
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

Markup row(const batch::Job &job, const batch::JobResult &result) {
    Markup outputs, detail;
    for (const std::string &path : job.writes)
        outputs += parts.fill("output", {{"path", path}});
    if (!result.detail.empty())
        detail = parts.fill("detail", {{"detail", markup::escape_lines(result.detail)}});
    return parts.fill("row", {{"picture", thumbnail(job, result)},
                              {"name", job.name},
                              {"outputs", outputs},
                              {"state", name_of(result.state)},
                              {"words", words_of(result.state)},
                              {"seconds", number(result.seconds, 1)},
                              {"bytes", result.bytes > 0 ? human_bytes(result.bytes) : ""},
                              {"score", score(result)},
                              {"message", result.message},
                              {"detail", detail}});
}

/// Those that failed come first: they are what the page is read for.
Markup rows(const batch::Manifest &manifest, const std::vector<batch::JobResult> &results) {
    Markup failed, others;
    for (std::size_t i = 0; i < results.size(); ++i)
        (results[i].state == batch::JobState::failed ? failed : others) +=
            row(manifest.jobs[i], results[i]);
    failed += others;
    return failed;
}

} // namespace

std::string batch_page(const batch::Manifest &manifest,
                       const std::vector<batch::JobResult> &results) {
    const std::string title = fs::path(manifest.path).filename().string();
    const Markup about = markup::escape(summary_of(results));
    return html_of(Page{.title = title,
                        .style = std::string(files::jobs_css),
                        .main = parts.fill("main", {{"header", header(title, about)},
                                                    {"rows", rows(manifest, results)}})});
}

} // namespace tessera::cli
