// Which store to take, and why.

#include "cli/bench/report.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <spdlog/fmt/fmt.h>
#include <vector>

namespace tessera::cli {
namespace {

/// Stores at the largest count, on all threads.
class Contest {
  public:
    explicit Contest(const BenchReport &report)
        : report_(report), pictures_(report.plan.counts.back()),
          threads_(report.plan.threads.back()) {}

    [[nodiscard]] double seconds(const std::string &store, BenchWork work) const {
        return report_.result.timing(store, pictures_, work, threads_).seconds;
    }

    [[nodiscard]] double bytes(const std::string &store) const {
        return static_cast<double>(report_.result.use(store, pictures_).allocated);
    }

    /// Of the four ways of reading: their geometric mean, since the longest would drown the rest.
    [[nodiscard]] double reading(const std::string &store) const {
        double logs = 0, count = 0;
        for (const BenchWorkName &each : bench_works)
            if (each.operation == "read") {
                logs += std::log(seconds(store, each.work));
                ++count;
            }
        return std::exp(logs / count);
    }

    [[nodiscard]] double writing(const std::string &store) const {
        return seconds(store, BenchWork::write);
    }

    /// Less is better: writing, each way of reading and the disk count alike.
    [[nodiscard]] double score(const std::string &store) const {
        double logs = std::log(bytes(store));
        for (const BenchWorkName &each : bench_works)
            logs += std::log(seconds(store, each.work));
        return logs;
    }

    [[nodiscard]] std::uint32_t pictures() const { return pictures_; }
    [[nodiscard]] int threads() const { return threads_; }

  private:
    const BenchReport &report_;
    std::uint32_t pictures_;
    int threads_;
};

/// "1.4 times as fast as hdf5 and 22 times as fast as folder"
std::string against(const std::vector<std::string> &others,
                    const std::function<double(const std::string &)> &factor,
                    std::string_view words) {
    std::string text;
    for (std::size_t i = 0; i < others.size(); ++i) {
        const double times = factor(others[i]);
        text += i == 0 ? "" : i + 1 < others.size() ? ", " : " and ";
        text += fmt::format("{:.{}f} times {} {}", times, times < 10 ? 2 : 0, words, others[i]);
    }
    return text;
}

} // namespace

std::optional<BenchAdvice> advice_of(const BenchReport &report) {
    std::vector<std::string> others = report.plan.stores;
    if (others.size() < 2)
        return std::nullopt;
    const Contest contest(report);
    const auto first = std::ranges::min_element(
        others, {}, [&](const std::string &store) { return contest.score(store); });
    const std::string best = *first;
    others.erase(first);
    const auto read = [&](const std::string &other) {
        return contest.reading(other) / contest.reading(best);
    };
    const auto written = [&](const std::string &other) {
        return contest.writing(other) / contest.writing(best);
    };
    const auto taken = [&](const std::string &other) {
        return contest.bytes(best) / contest.bytes(other);
    };
    return BenchAdvice{
        best,
        fmt::format("On this disk take {}: with {} pictures and {} it reads {}, writes {}, "
                    "and takes {}.",
                    best, contest.pictures(), threads_text(contest.threads()),
                    against(others, read, "as fast as"), against(others, written, "as fast as"),
                    against(others, taken, "the disk of"))};
}

} // namespace tessera::cli
