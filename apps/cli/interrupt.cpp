#include "cli/interrupt.hpp"

#include <tessera/output.hpp>

#include <csignal>
#include <ctime>
#include <unistd.h>
#include <utility>

namespace tessera::cli {
namespace {

constexpr timespec grace{0, 700'000'000};

sigset_t signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

} // namespace

Interrupt::Interrupt(std::stop_source stop) : stop_(std::move(stop)) {
    // Of these the write that fails tells: a reader that went away is no reason to lose an output,
    // and a file that may grow no further is none to leave half of it behind.
    for (const int signal : {SIGPIPE, SIGXFSZ})
        std::signal(signal, SIG_IGN);
    const sigset_t set = signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr); // threads to come inherit it
    thread_ = std::jthread([this](const std::stop_token &end) { wait_for_signals(end); });
}

Interrupt::~Interrupt() {
    thread_.request_stop();
    pthread_kill(thread_.native_handle(), SIGHUP);
}

void Interrupt::wait_for_signals(const std::stop_token &end) {
    const sigset_t set = signals();
    int signal = 0;
    if (sigwait(&set, &signal) != 0 || end.stop_requested())
        return;
    exit_code_ = 128 + signal;
    stop_.request_stop();
    sigtimedwait(&set, nullptr, &grace);
    if (end.stop_requested())
        return;
    abandon_outputs();
    ::_exit(exit_code_);
}

} // namespace tessera::cli
