#include "batch/plan/estimate.hpp"

#include <doctest/doctest.h>
#include <vector>

namespace tessera::batch {

TEST_CASE("estimate: on the line through what is known, and never far below it") {
    const std::vector<Sample> two = {{100, 1.0, 1000, 10}, {300, 2.0, 3000, 10}};
    const JobEstimate middle = estimate(two, 200);
    CHECK(middle.seconds == doctest::Approx(1.5));
    CHECK(middle.memory == 2000);
    CHECK(middle.bytes == 10);
    CHECK(estimate(two, 500).seconds == doctest::Approx(3.0));
    CHECK(estimate(two, 0).seconds == doctest::Approx(0.5));
    CHECK(estimate({{{100, 9.0, 1, 1}, {200, 1.0, 1, 1}}}, 1000).seconds == doctest::Approx(0.5));
}

TEST_CASE("estimate: inputs of one size give the mean") {
    const std::vector<Sample> same = {{100, 1.0, 10, 5}, {100, 2.0, 30, 15}};
    CHECK(estimate(same, 4000).seconds == doctest::Approx(1.5));
    CHECK(estimate({{{7, 3.0, 10, 5}}}, 9).bytes == 5);
}

TEST_CASE("estimate: the time of all keeps to their order, so many at once") {
    Manifest manifest;
    std::vector<JobEstimate> jobs;
    for (const double seconds : {4.0, 1.0, 1.0, 3.0}) {
        manifest.jobs.push_back({});
        jobs.push_back({.seconds = seconds, .memory = static_cast<std::uint64_t>(seconds)});
    }
    CHECK(time_of_all(manifest, jobs, 1) == doctest::Approx(9));
    CHECK(time_of_all(manifest, jobs, 2) == doctest::Approx(5));
    manifest.jobs[3].after = {0};
    CHECK(time_of_all(manifest, jobs, 2) == doctest::Approx(7));
    jobs[0].state = JobState::up_to_date;
    CHECK(time_of_all(manifest, jobs, 1) == doctest::Approx(5));
    CHECK(memory_of_all(jobs, 2) == 7);
}

} // namespace tessera::batch
