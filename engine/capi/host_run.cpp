#include "capi/host_run.hpp"

#include "base/run.hpp"
#include "capi/border.hpp"

#include <chrono>
#include <string>

namespace tessera::capi {
using namespace internal;
namespace {

constexpr auto between_questions = std::chrono::milliseconds(50);

} // namespace

HostRun::HostRun(const tessera_run *run) {
    if (!run)
        return;
    const tessera_run given = checked(run, "tessera_run");
    options_.threads = given.threads;
    check_run(options_);
    options_.cancel = stop_.get_token();
    if (given.progress)
        options_.progress = [this, given](const Progress &state) {
            given.progress(std::string(state.stage).c_str(), state.done, state.total, given.user);
            if (given.cancelled)
                ask_now(given.cancelled, given.user); // what it was told may be why
        };
    if (!given.cancelled)
        return;
    if (given.cancelled(given.user) != 0) { // before any work
        stop_.request_stop();
        return;
    }
    asking_ = std::jthread(
        [this, given](const std::stop_token &end) { ask(end, given.cancelled, given.user); });
}

void HostRun::ask_now(int (*cancelled)(void *), void *user) {
    const std::lock_guard lock(mutex_);
    if (!stop_.stop_requested() && cancelled(user) != 0)
        stop_.request_stop();
}

void HostRun::ask(const std::stop_token &end, int (*cancelled)(void *), void *user) {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, end, between_questions, [&] { return end.stop_requested(); }))
        if (cancelled(user) != 0) {
            stop_.request_stop();
            return;
        }
}

} // namespace tessera::capi
