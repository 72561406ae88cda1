#include "cli/bench/page.hpp"

#include "cli/bench/files.hpp"
#include "cli/command.hpp"
#include "cli/pages/files.hpp"
#include "cli/pages/html.hpp"
#include "cli/pages/plot.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace files = internal::files;
using markup::Markup;
namespace {

const markup::Parts parts(files::stores_html);

/// "12.3 µs"
std::string seconds_label(double seconds) {
    if (seconds <= 0)
        return "0";
    std::string text = human_seconds(seconds);
    if (const auto at = text.find("us"); at != std::string::npos)
        text.replace(at, 1, "µ");
    return text;
}

/// For axes: "1 ms", "0.5 s"
std::string seconds_tick(double seconds) {
    if (seconds <= 0)
        return "0";
    // Just below the border what is meant may be just above it.
    constexpr double slack = 1 - 1e-9;
    if (seconds < 1e-3 * slack)
        return fmt::format("{:.3g} µs", seconds * 1e6);
    return seconds < slack ? fmt::format("{:.3g} ms", seconds * 1e3)
                           : fmt::format("{:.4g} s", seconds);
}

std::string bytes_tick(double bytes) {
    constexpr double kilo = 1e3;
    const char *unit = "";
    for (const char *next : {" kB", " MB", " GB", " TB"}) {
        if (bytes < kilo * (1 - 1e-9))
            break;
        bytes /= kilo;
        unit = next;
    }
    return fmt::format("{:.4g}{}", bytes, unit);
}

std::string name_of_line(const std::string &store, int threads) {
    return fmt::format("{}, {}", store, threads_text(threads));
}

/// A line for each store and number of threads; all threads are drawn last, on top.
std::vector<PlotSeries> lines_of(const BenchReport &report, const BenchWorkName &work) {
    std::vector<PlotSeries> lines;
    for (const int threads : report.plan.threads)
        for (std::size_t i = 0; i < report.plan.stores.size(); ++i) {
            const std::string &store = report.plan.stores[i];
            PlotSeries line{name_of_line(store, threads),
                            static_cast<int>(i),
                            threads != report.plan.threads.back(),
                            {}};
            for (const std::uint32_t count : report.plan.counts) {
                const double seconds =
                    report.result.timing(store, count, work.work, threads).seconds;
                line.points.push_back(
                    {static_cast<double>(count), seconds,
                     fmt::format("{}: {}, {}", line.name, count_of(count, "picture", "pictures"),
                                 seconds_label(seconds))});
            }
            lines.push_back(std::move(line));
        }
    return lines;
}

std::vector<PlotSeries> sizes_of(const BenchReport &report) {
    std::vector<PlotSeries> lines;
    for (std::size_t i = 0; i < report.plan.stores.size(); ++i) {
        PlotSeries line{report.plan.stores[i], static_cast<int>(i), false, {}};
        for (const std::uint32_t count : report.plan.counts) {
            const std::uint64_t bytes = report.result.use(line.name, count).allocated;
            line.points.push_back(
                {static_cast<double>(count), static_cast<double>(bytes),
                 fmt::format("{}: {}, {}", line.name, count_of(count, "picture", "pictures"),
                             human_bytes(bytes))});
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

/// The same lines on linear and on log axes, and what they mean.
Markup plots(std::string_view title, const std::vector<PlotSeries> &lines,
             std::string (*label)(double)) {
    const auto plot = [&](Scale scale, std::string_view name) {
        return svg_of({fmt::format("{} against pictures. {} axes", title, name), "pictures", scale,
                       label, lines});
    };
    Markup keys;
    for (const PlotSeries &line : lines)
        keys += parts.fill("key",
                           {{"sample", sample_of(line.colour, line.dashed)}, {"name", line.name}});
    return parts.fill("plots", {{"linear", plot(Scale::linear, "Linear")},
                                {"log", plot(Scale::log, "Log")},
                                {"keys", keys}});
}

std::string_view note_of(BenchWork work) {
    switch (work) {
    case BenchWork::write:
        return "The clock runs from the first picture until the whole new store lies on the disk "
               "under its name.";
    case BenchWork::cold_in_order:
        return "The store's files are dropped from the system's cache. Then the store is opened, "
               "and all pictures are read from the first to the last.";
    case BenchWork::cold_shuffled:
        return "The files are dropped from the cache, too. Pictures are read in random order, as "
               "a mosaic asks for its tiles.";
    case BenchWork::warm_in_order:
        return "The files lie in the system's cache. The store is opened, and all pictures are "
               "read from the first to the last.";
    case BenchWork::warm_shuffled:
        return "The files lie in the cache, too. Pictures are read in random order.";
    }
    return "";
}

std::string heading(std::string_view title) {
    std::string text(title);
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

Markup row(const BenchReport &report, std::uint32_t count, const std::string &store, int threads) {
    Markup times;
    for (const BenchWorkName &each : bench_works) {
        const double seconds = report.result.timing(store, count, each.work, threads).seconds;
        times += parts.fill("time", {{"time", seconds_label(seconds)}});
    }
    const bool first =
        store == report.plan.stores.front() && threads == report.plan.threads.front();
    const DiskUse &use = report.result.use(store, count);
    return parts.fill("row", {{"kind", first ? "group" : ""},
                              {"store", store},
                              {"pictures", grouped(count)},
                              {"threads", threads},
                              {"times", times},
                              {"disk", human_bytes(use.allocated)},
                              {"length", human_bytes(use.bytes)}});
}

Markup all_figures(const BenchReport &report) {
    Markup works, rows;
    for (const BenchWorkName &each : bench_works)
        works += parts.fill("work", {{"title", heading(each.title)}});
    for (const std::uint32_t count : report.plan.counts)
        for (const std::string &store : report.plan.stores)
            for (const int threads : report.plan.threads)
                rows += row(report, count, store, threads);
    return parts.fill(
        "all",
        {{"runs", report.plan.most_runs}, {"cold", report.cold}, {"works", works}, {"rows", rows}});
}

Markup main_of(const BenchReport &report) {
    const auto advice = advice_of(report);
    const Markup about = parts.fill("about", {{"width", report.shape.width},
                                              {"height", report.shape.height},
                                              {"pictures", report.pictures},
                                              {"where", report.where}});
    Markup text = header(advice ? "Take " + advice->store : "Stores measured", about);
    if (advice)
        text += parts.fill("advice", {{"advice", advice->reason}});
    for (const BenchWorkName &each : bench_works)
        text += section(heading(each.title), note_of(each.work),
                        plots(heading(each.title), lines_of(report, each), seconds_tick));
    text += section("On disk", "This counts all blocks of the disk that the store takes.",
                    plots("Bytes on disk", sizes_of(report), bytes_tick));
    text += all_figures(report);
    return text;
}

} // namespace

std::string html_of(const BenchReport &report) {
    return html_of(Page{.title = "Stores",
                        .style = std::string(files::plot_css) + std::string(files::stores_css),
                        .main = main_of(report)});
}

} // namespace tessera::cli
