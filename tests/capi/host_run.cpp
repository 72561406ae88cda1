#include "capi/host_run.hpp"

#include "base/log.hpp"
#include "base/run.hpp"

#include <tessera/error.hpp>
#include <tessera/log.hpp>

#include <atomic>
#include <doctest/doctest.h>
#include <future>
#include <stop_token>
#include <thread>
#include <vector>

namespace tessera::capi {
using namespace internal;
namespace {

struct Host {
    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> asked = 0;
    std::uint64_t done = 0; // told by one thread at a time
};

int stopped(void *user) {
    auto &host = *static_cast<Host *>(user);
    ++host.asked;
    return host.stop;
}

void progressed(const char *, std::uint64_t done, std::uint64_t, void *user) {
    static_cast<Host *>(user)->done = done;
}

tessera_run run_of(Host &host) {
    tessera_run run{};
    run.struct_size = sizeof run;
    run.user = &host;
    run.progress = progressed;
    run.cancelled = stopped;
    return run;
}

} // namespace

TEST_CASE("host run: what the host says to stop becomes a stop, soon") {
    Host host;
    const tessera_run run = run_of(host);
    const HostRun given(&run);
    CHECK_NOTHROW(throw_if_cancelled(given.options()));
    std::promise<void> stopped;
    const std::stop_callback tell(given.options().cancel, [&] { stopped.set_value(); });
    host.stop = true;
    stopped.get_future().wait();
    CHECK_THROWS_AS(throw_if_cancelled(given.options()), Error);
}

TEST_CASE("host run: it is asked after each progress, so that what the host saw there can end it") {
    Host host;
    const tessera_run run = run_of(host);
    const HostRun given(&run);
    host.stop = true;
    given.options().progress({"write", 1, 1});
    CHECK_THROWS_AS(throw_if_cancelled(given.options()), Error);
}

TEST_CASE("host run: it ends without waiting for its next question") {
    Host host;
    const tessera_run run = run_of(host);
    for (int i = 0; i < 200; ++i)
        static_cast<void>(HostRun(&run));
    CHECK(host.asked >= 200); // once each before any work
}

TEST_CASE("host run: eight threads tell of their progress and to the log") {
    Host host;
    std::uint64_t lines = 0; // one thread at a time
    set_log_sink([&](LogLevel, std::string_view) { ++lines; });
    {
        const tessera_run run = run_of(host);
        const HostRun given(&run);
        ProgressCounter progress(given.options(), "test", 800);
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                for (int j = 0; j < 100; ++j) {
                    progress.add(1);
                    log().info("turn {}", j);
                }
            });
    }
    set_log_sink({});
    CHECK(host.done == 800);
    CHECK(lines == 800);
}

TEST_CASE("host run: structs of another size and odd numbers of threads are refused") {
    Host host;
    tessera_run run = run_of(host);
    run.struct_size = 4;
    CHECK_THROWS_WITH_AS(static_cast<void>(HostRun(&run)), doctest::Contains("struct_size"), Error);
    run = run_of(host);
    for (const int threads : {-1, most_threads + 1}) {
        run.threads = threads;
        CHECK_THROWS_AS(static_cast<void>(HostRun(&run)), Error);
    }
}

} // namespace tessera::capi
