#include "base/run.hpp"

#include "base/host_call.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <omp.h>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {

void throw_if_cancelled(const RunOptions &run) {
    if (run.cancel.stop_requested())
        throw Error(ErrorCode::cancelled, "cancelled");
}

void check_run(const RunOptions &run) {
    if (run.threads < 0 || run.threads > most_threads)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("threads is 0 to {}, not {}", most_threads, run.threads));
}

int threads_of(const RunOptions &run) {
    check_run(run);
    return run.threads > 0 ? run.threads : std::clamp(omp_get_max_threads(), 1, most_threads);
}

ProgressCounter::ProgressCounter(const RunOptions &run, std::string_view stage, std::uint64_t total)
    : run_(run), stage_(stage), total_(total) {
    add(0);
}

void ProgressCounter::add(std::uint64_t work) {
    if (!run_.progress)
        return;
    const std::lock_guard lock(mutex_);
    done_ += work;
    call_host(run_.progress, Progress{stage_, done_, total_});
}

} // namespace tessera::internal
