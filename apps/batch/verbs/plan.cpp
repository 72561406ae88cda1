// tessera batch --dry-run: what it says.

#include "batch/verbs/verb.hpp"

#include <algorithm>
#include <cstdio>
#include <spdlog/fmt/fmt.h>

namespace tessera::cli {
namespace {

/// "12.3 s", "1 h 24 min"
std::string human_time(double seconds) {
    const auto minutes = static_cast<std::int64_t>(seconds / 60 + 0.5);
    if (minutes < 2)
        return fmt::format("{:.1f} s", seconds);
    return minutes < 120 ? fmt::format("{} min", minutes)
                         : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

nlohmann::json json_of(const batch::Job &job, const batch::JobEstimate &estimate) {
    nlohmann::json json = {{"name", job.name},
                           {"command", job.command},
                           {"state", name_of(estimate.state)},
                           {"outputs", job.writes}};
    if (!estimate.submits.empty())
        json["submits"] = estimate.submits;
    if (!estimate.from.empty())
        json["estimate"] = {{"seconds", estimate.seconds},
                            {"peak_rss_bytes", estimate.memory},
                            {"bytes", estimate.bytes},
                            {"from", estimate.from}};
    return json;
}

void print(const batch::Manifest &manifest, const batch::BatchPlan &plan) {
    for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
        const batch::JobEstimate &job = plan.jobs[i];
        if (job.state == batch::JobState::skipped)
            continue;
        fmt::print("{}\t{}\t{}\n", manifest.jobs[i].name,
                   job.state == batch::JobState::up_to_date ? "up to date"
                   : job.state == batch::JobState::queued   ? "queued"
                                                            : "to do",
                   job.from.empty() ? ""
                                    : fmt::format("{}, {} of memory, {}", human_time(job.seconds),
                                                  human_bytes(job.memory), human_bytes(job.bytes)));
        for (const std::string &line : job.submits)
            fmt::print("\t{}\n", line);
    }
}

} // namespace

bool show_plan(Command &command, const batch::Manifest &manifest, const batch::BatchPlan &plan) {
    nlohmann::json jobs = nlohmann::json::array(), problems = nlohmann::json::array();
    for (std::size_t i = 0; i < plan.jobs.size(); ++i)
        jobs.push_back(json_of(manifest.jobs[i], plan.jobs[i]));
    for (const batch::JobProblem &problem : plan.problems) {
        problems.push_back({{"job", problem.job}, {"message", problem.message}});
        command.console.error(problem.job.empty()
                                  ? problem.message
                                  : fmt::format("{}: {}", problem.job, problem.message),
                              "");
    }
    command.report("jobs", jobs);
    command.report("problems", problems);
    command.report("estimate", nlohmann::json{{"seconds", plan.seconds},
                                              {"peak_rss_bytes", plan.memory},
                                              {"bytes", plan.bytes}});
    if (!command.json)
        print(manifest, plan);
    const auto to_do =
        std::ranges::count(plan.jobs, batch::JobState::left, &batch::JobEstimate::state);
    command.console.note(fmt::format("{}: {} of {} jobs to do: about {}, {} of memory, {} on disk",
                                     manifest.path, to_do, plan.jobs.size(),
                                     human_time(plan.seconds), human_bytes(plan.memory),
                                     human_bytes(plan.bytes)));
    return plan.problems.empty();
}

} // namespace tessera::cli
