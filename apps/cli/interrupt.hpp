// Ctrl-C and kill: a request to stop, and the end if that takes too long.
// Why: docs/decisions/fragile-savers-are-not-interrupted.md
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace tessera::cli {

/// Make one before any other thread starts. On SIGINT, SIGTERM or SIGHUP it requests a stop; work
/// that hasn't ended shortly after (a decoder deep in a huge picture), or a second signal, ends the
/// program at once, without leaving a half-written output. SIGPIPE and SIGXFSZ are ignored.
class Interrupt {
  public:
    explicit Interrupt(std::stop_source stop);
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    /// 128 + the signal that came, or 0.
    [[nodiscard]] int exit_code() const { return exit_code_; }

  private:
    void wait_for_signals(const std::stop_token &end);

    std::stop_source stop_;
    std::atomic<int> exit_code_ = 0;
    std::jthread thread_;
};

} // namespace tessera::cli
