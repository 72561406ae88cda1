#include "cli/bench/page.hpp"

#include "cli/command.hpp"
#include "cli/pages/html.hpp"
#include "cli/pages/plot.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

constexpr std::string_view style = R"css(
header p { max-width: 52rem; }
.pair figcaption { margin: 0 0 .4rem; }
.numbers th { white-space: nowrap; }
table { max-width: none; }
.group td, .group th { border-top: 2px solid var(--line); }
)css";

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
std::string plots(std::string_view title, const std::vector<PlotSeries> &lines,
                  std::string (*label)(double)) {
    std::string figures, keys;
    for (const auto &[scale, name] : {std::pair(Scale::linear, "Linear"), {Scale::log, "Log"}})
        figures += fmt::format("<figure><figcaption>{} axes</figcaption>{}</figure>", name,
                               svg_of({fmt::format("{} against pictures. {} axes", title, name),
                                       "pictures", scale, label, lines}));
    for (const PlotSeries &line : lines)
        keys +=
            fmt::format("<li>{}{}</li>", sample_of(line.colour, line.dashed), escaped(line.name));
    return fmt::format("<div class=\"pair two\">{}</div><ul class=\"keys\">{}</ul>", figures, keys);
}

std::string_view note_of(BenchWork work) {
    switch (work) {
    case BenchWork::write:
        return "Into a new store, from the first picture until it lies on the disk, whole, under "
               "its name.";
    case BenchWork::cold_in_order:
        return "The store's files are dropped from the system's cache; then it is opened, and all "
               "pictures are read from the first to the last.";
    case BenchWork::cold_shuffled:
        return "The same in random order, as a mosaic asks for its tiles.";
    case BenchWork::warm_in_order:
        return "The files lie in the system's cache; opening the store, and reading from the first "
               "picture to the last.";
    case BenchWork::warm_shuffled:
        return "The same in random order.";
    }
    return "";
}

std::string heading(std::string_view title) {
    std::string text(title);
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string row(const BenchReport &report, std::uint32_t count, const std::string &store,
                int threads) {
    std::string cells;
    for (const BenchWorkName &each : bench_works)
        cells += fmt::format(
            "<td>{}</td>",
            seconds_label(report.result.timing(store, count, each.work, threads).seconds));
    const bool first =
        store == report.plan.stores.front() && threads == report.plan.threads.front();
    const DiskUse &use = report.result.use(store, count);
    return fmt::format("<tr{}><th scope=\"row\">{}</th><td>{}</td><td>{}</td>{}<td>{}</td>"
                       "<td>{}</td></tr>\n",
                       first ? " class=\"group\"" : "", escaped(store), grouped(count), threads,
                       cells, human_bytes(use.allocated), human_bytes(use.bytes));
}

std::string table(const BenchReport &report) {
    std::string heads, rows;
    for (const BenchWorkName &each : bench_works)
        heads += fmt::format("<th scope=\"col\">{}</th>", heading(each.title));
    for (const std::uint32_t count : report.plan.counts)
        for (const std::string &store : report.plan.stores)
            for (const int threads : report.plan.threads)
                rows += row(report, count, store, threads);
    return fmt::format("<div class=\"wide\"><table class=\"numbers\"><thead><tr><th scope=\"col\">"
                       "Store</th><th scope=\"col\">Pictures</th><th scope=\"col\">Threads</th>{}"
                       "<th scope=\"col\">On disk</th><th scope=\"col\">Length</th></tr></thead>"
                       "<tbody>{}</tbody></table></div>",
                       heads, rows);
}

std::string body(const BenchReport &report) {
    const auto advice = advice_of(report);
    std::string text = fmt::format(
        "<header><h1>{}</h1><p>Pictures of {} × {} px, {}. In {}.</p></header>\n",
        advice ? fmt::format("Take {}", escaped(advice->store)) : "Stores measured",
        report.shape.width, report.shape.height, escaped(report.pictures), escaped(report.where));
    if (advice)
        text += fmt::format("<p class=\"words\" id=\"advice\">{}</p>\n", escaped(advice->reason));
    for (const BenchWorkName &each : bench_works)
        text += section(heading(each.title), std::string(note_of(each.work)),
                        plots(heading(each.title), lines_of(report, each), seconds_tick));
    text += section("On disk", "Blocks that the store takes, folders and partly filled ones too.",
                    plots("Bytes on disk", sizes_of(report), bytes_tick));
    return text + fmt::format("<section style=\"display:block\"><h2>All figures</h2>"
                              "<p class=\"note\">Medians of up to {} runs. {} Every picture that "
                              "is read is checked against its checksum.</p>{}</section>\n",
                              report.plan.most_runs, escaped(report.cold), table(report));
}

} // namespace

std::string html_of(const BenchReport &report) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\" />\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
        "<title>Stores – Tessera</title>\n<style>{}{}{}</style>\n</head>\n<body>\n<main>\n{}"
        "</main>\n<footer>Made by Tessera {}.</footer>\n</body>\n</html>\n",
        page_style(), plot_style(), style, body(report), version());
}

} // namespace tessera::cli
