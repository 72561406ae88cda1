// A long call: the host's callbacks as the engine wants them.
#pragma once

#include <tessera/run.hpp>
#include <tessera/tessera.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace tessera::capi {

/// Lives as long as the call. While it does, a thread asks the host whether to stop, if the host
/// said how.
class HostRun {
  public:
    /// Throws: Error{invalid_argument} for a struct of another size or an odd number of threads.
    explicit HostRun(const tessera_run *run);

    [[nodiscard]] const RunOptions &options() const noexcept { return options_; }

  private:
    void ask_now(int (*cancelled)(void *), void *user);
    void ask(const std::stop_token &end, int (*cancelled)(void *), void *user);

    RunOptions options_;
    std::stop_source stop_;
    std::mutex mutex_;
    std::condition_variable_any ended_;
    std::jthread asking_; ///< the last member: it ends before what it uses
};

} // namespace tessera::capi
