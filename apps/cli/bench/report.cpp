#include "cli/bench/report.hpp"

#include "cli/command.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

const BenchWorkName &name_of(BenchWork work) {
    return *std::ranges::find(bench_works, work, &BenchWorkName::work);
}

std::string table_head(const std::string &title, std::size_t width) {
    return fmt::format("\n{0}\n{1:>{2}}{3:>11}{3:>11}{4:>11}{4:>11}\n", title, "",
                       width + 9 + 2 + 11, "cold", "warm") +
           fmt::format("{:>9}  {:<{}}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}\n", "pictures", "store",
                       width, "write", "in order", "shuffled", "in order", "shuffled", "on disk");
}

std::string table_row(const BenchReport &report, std::uint32_t count, const std::string &store,
                      int threads, std::size_t width) {
    std::string row = fmt::format("{:>9}  {:<{}}", count, store, width);
    for (const BenchWorkName &each : bench_works)
        row += fmt::format(
            "{:>11}",
            human_seconds(report.result.timing(store, count, each.work, threads).seconds));
    return row + fmt::format("{:>11}\n", human_bytes(report.result.use(store, count).allocated));
}

/// A field by RFC 4180.
std::string quoted(const std::string &text) {
    std::string field = "\"";
    for (const char character : text)
        field += character == '"' ? std::string("\"\"") : std::string(1, character);
    return field + '"';
}

} // namespace

std::string human_seconds(double seconds) {
    const char *unit = seconds < 1e-3 ? "us" : seconds < 1 ? "ms" : "s";
    const double value = seconds < 1e-3 ? seconds * 1e6 : seconds < 1 ? seconds * 1e3 : seconds;
    return fmt::format("{:.{}f} {}", value, value < 10 ? 2 : value < 100 ? 1 : 0, unit);
}

std::string threads_text(int threads) {
    return fmt::format("{} thread{}", threads, threads == 1 ? "" : "s");
}

std::string table_of(const BenchReport &report) {
    std::size_t width = std::string_view("store").size();
    for (const std::string &store : report.plan.stores)
        width = std::max(width, store.size());
    std::string text = fmt::format("Pictures of {} x {} px, {}. In {}.\n{}\n", report.shape.width,
                                   report.shape.height, report.pictures, report.where, report.cold);
    for (const int threads : report.plan.threads) {
        text += table_head(threads_text(threads), width);
        for (const std::uint32_t count : report.plan.counts)
            for (const std::string &store : report.plan.stores)
                text += table_row(report, count, store, threads, width);
    }
    if (const auto advice = advice_of(report))
        text += "\n" + advice->reason + "\n";
    return text;
}

std::string csv_of(const BenchReport &report) {
    std::string text = "store,pictures,width,height,operation,cache,order,threads,runs,seconds,"
                       "pictures_per_second,bytes,allocated_bytes\r\n";
    for (const BenchTiming &each : report.result.timings) {
        const BenchWorkName &work = name_of(each.work);
        const DiskUse &use = report.result.use(each.store, each.pictures);
        text +=
            fmt::format("{},{},{},{},{},{},{},{},{},{:.9f},{:.1f},{},{}\r\n", quoted(each.store),
                        each.pictures, report.shape.width, report.shape.height, work.operation,
                        work.cache, work.order, each.threads, each.runs, each.seconds,
                        each.pictures / each.seconds, use.bytes, use.allocated);
    }
    return text;
}

nlohmann::json json_of(const BenchReport &report) {
    nlohmann::json timings = nlohmann::json::array(), sizes = nlohmann::json::array();
    for (const BenchTiming &each : report.result.timings) {
        const BenchWorkName &work = name_of(each.work);
        timings.push_back({{"store", each.store},
                           {"pictures", each.pictures},
                           {"operation", work.operation},
                           {"cache", work.cache},
                           {"order", work.order},
                           {"threads", each.threads},
                           {"runs", each.runs},
                           {"seconds", each.seconds}});
    }
    for (const BenchSize &each : report.result.sizes)
        sizes.push_back({{"store", each.store},
                         {"pictures", each.pictures},
                         {"bytes", each.use.bytes},
                         {"allocated_bytes", each.use.allocated}});
    nlohmann::json json = {{"width", report.shape.width},
                           {"height", report.shape.height},
                           {"pictures", report.pictures},
                           {"where", report.where},
                           {"cold", report.cold},
                           {"stayed_cached", report.result.stayed_cached},
                           {"timings", timings},
                           {"sizes", sizes},
                           {"advice", nullptr}};
    if (const auto advice = advice_of(report))
        json["advice"] = {{"store", advice->store}, {"reason", advice->reason}};
    return json;
}

} // namespace tessera::cli
