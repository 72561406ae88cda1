// Loops whose turns run on several threads, and may throw.
#pragma once

#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <type_traits>

namespace tessera::internal {

/// What went wrong first in a loop: an exception must not leave an OpenMP block. Thread-safe.
class FirstError {
  public:
    /// Runs `work`, unless something went wrong before.
    template <class Work> void guard(Work &&work) noexcept {
        if (failed())
            return;
        try {
            work();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!error_)
                error_ = std::current_exception();
        }
    }

    void rethrow() const {
        if (error_)
            std::rethrow_exception(error_);
    }

  private:
    [[nodiscard]] bool failed() noexcept {
        const std::lock_guard lock(mutex_);
        return error_ != nullptr;
    }

    std::mutex mutex_;
    std::exception_ptr error_;
};

/// Calls work(i) for each i below count, in any order, on that many threads. `make` makes the work
/// of each thread, which keeps what it needs from turn to turn.
template <class Make> void parallel_for(std::size_t count, int threads, Make &&make) {
    FirstError error;
#pragma omp parallel num_threads(threads)
    {
        std::optional<std::invoke_result_t<Make &>> work;
        error.guard([&] { work.emplace(make()); });
#pragma omp for schedule(dynamic) nowait
        for (std::size_t i = 0; i < count; ++i)
            error.guard([&] { (*work)(i); });
    }
    error.rethrow();
}

} // namespace tessera::internal
