#include "batch/plan/estimate.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace tessera::batch {
namespace {

/// Of one quantity.
double on_line(std::span<const Sample> samples, double x, double (*y_of)(const Sample &)) {
    const auto n = static_cast<double>(samples.size());
    double sx = 0, sy = 0, sxx = 0, sxy = 0, least = y_of(samples[0]);
    for (const Sample &sample : samples) {
        const auto xi = static_cast<double>(sample.input_bytes);
        const double yi = y_of(sample);
        sx += xi;
        sy += yi;
        sxx += xi * xi;
        sxy += xi * yi;
        least = std::min(least, yi);
    }
    const double spread = n * sxx - sx * sx;
    const double slope = spread > 1e-6 * sxx * n ? (n * sxy - sx * sy) / spread : 0;
    return std::max((sy - slope * sx) / n + slope * x, least / 2);
}

} // namespace

Sample sample_of(const JournalEntry &entry) {
    return {entry.input_bytes, entry.result.seconds, entry.result.memory, entry.result.bytes};
}

JobEstimate estimate(std::span<const Sample> samples, std::uint64_t input_bytes) {
    const auto of = [&](double (*y_of)(const Sample &)) {
        return on_line(samples, static_cast<double>(input_bytes), y_of);
    };
    JobEstimate result;
    result.seconds = of([](const Sample &sample) { return sample.seconds; });
    result.memory = static_cast<std::uint64_t>(
        of([](const Sample &sample) { return static_cast<double>(sample.memory); }));
    result.bytes = static_cast<std::uint64_t>(
        of([](const Sample &sample) { return static_cast<double>(sample.bytes); }));
    return result;
}

double time_of_all(const Manifest &manifest, std::span<const JobEstimate> jobs, int at_once) {
    std::vector<double> free(static_cast<std::size_t>(std::max(at_once, 1)), 0.0);
    std::vector<double> end(jobs.size(), 0.0);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].state != JobState::left)
            continue;
        double begin = 0;
        for (const std::size_t before : manifest.jobs[i].after)
            begin = std::max(begin, end[before]);
        const auto worker = std::ranges::min_element(free);
        *worker = end[i] = std::max(begin, *worker) + jobs[i].seconds;
    }
    return *std::ranges::max_element(free);
}

std::uint64_t memory_of_all(std::span<const JobEstimate> jobs, int at_once) {
    std::vector<std::uint64_t> each;
    for (const JobEstimate &job : jobs)
        each.push_back(job.memory);
    std::ranges::sort(each, std::greater());
    each.resize(std::min(each.size(), static_cast<std::size_t>(std::max(at_once, 1))));
    return std::accumulate(each.begin(), each.end(), std::uint64_t{0});
}

} // namespace tessera::batch
