#include "base/run.hpp"

#include "base/log.hpp"

#include <tessera/error.hpp>
#include <tessera/log.hpp>

#include <cstdio>
#include <doctest/doctest.h>
#include <spdlog/fmt/fmt.h>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace tessera {
using namespace internal;
namespace {

/// Takes what the process writes to standard error.
class CaughtErrors {
  public:
    CaughtErrors() { ::dup2(::fileno(file_), STDERR_FILENO); }
    ~CaughtErrors() {
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
        std::fclose(file_);
    }
    CaughtErrors(const CaughtErrors &) = delete;
    CaughtErrors &operator=(const CaughtErrors &) = delete;

    [[nodiscard]] long bytes() const {
        std::fflush(stderr);
        return static_cast<long>(::lseek(STDERR_FILENO, 0, SEEK_CUR));
    }

  private:
    int before_ = ::dup(STDERR_FILENO);
    std::FILE *file_ = std::tmpfile();
};

} // namespace

TEST_CASE("run: a requested stop becomes Error{cancelled}") {
    std::stop_source stop;
    const RunOptions run{.cancel = stop.get_token()};
    CHECK_NOTHROW(throw_if_cancelled(run));
    stop.request_stop();
    try {
        throw_if_cancelled(run);
        FAIL("no error");
    } catch (const Error &error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
}

TEST_CASE("run: progress starts at 0, adds up, and names its stage") {
    std::vector<std::uint64_t> done;
    RunOptions run;
    run.progress = [&](const Progress &progress) {
        CHECK(progress.stage == "test");
        CHECK(progress.total == 10);
        done.push_back(progress.done);
    };
    ProgressCounter counter(run, "test", 10);
    counter.add(3);
    counter.add(7);
    CHECK(done == std::vector<std::uint64_t>{0, 3, 10});
}

TEST_CASE("run: threads are those asked for, and at least one") {
    CHECK(threads_of({.threads = 5}) == 5);
    CHECK(threads_of({}) >= 1);
    CHECK(threads_of({.threads = most_threads}) == most_threads);
}

TEST_CASE("run: threads below 0 and above the most are refused rather than cut") {
    for (const int threads : {-1, most_threads + 1}) {
        const std::string told = fmt::format("threads is 0 to 1024, not {}", threads);
        CHECK_THROWS_WITH_AS(check_run({.threads = threads}), told.c_str(), Error);
        CHECK_THROWS_WITH_AS(static_cast<void>(threads_of({.threads = threads})), told.c_str(),
                             Error);
    }
}

TEST_CASE("log: lines reach the host's sink, and nobody once it is gone") {
    std::vector<std::pair<LogLevel, std::string>> lines;
    set_log_sink([&](LogLevel level, std::string_view text) { lines.emplace_back(level, text); });
    log().warn("{} of {}", 1, 2);
    log().debug("fine");
    set_log_sink({});
    log().error("unheard");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == std::pair(LogLevel::warning, std::string("1 of 2")));
    CHECK(lines[1] == std::pair(LogLevel::debug, std::string("fine")));
}

TEST_CASE(
    "log: a sink may make the library log, and may throw anything: neither goes any further") {
    int heard = 0;
    set_log_sink([&](LogLevel, std::string_view) {
        log().info("of the sink's own making");
        switch (++heard) {
        case 1:
            throw std::runtime_error("sink");
        case 2:
            throw 42;
        case 3:
            throw std::string("sink");
        default:
            break;
        }
    });
    const CaughtErrors printed;
    for (int line = 0; line < 4; ++line)
        CHECK_NOTHROW(log().info("line {}", line));
    set_log_sink({});
    CHECK(heard == 4);
    CHECK(printed.bytes() == 0);
}

TEST_CASE("run: progress that throws anything ends no operation") {
    int told = 0;
    RunOptions run;
    run.progress = [&](const Progress &) {
        if (++told == 1)
            throw 42;
        throw std::string("progress");
    };
    CHECK_NOTHROW(ProgressCounter(run, "test", 1).add(1));
    CHECK(told == 2);
}

} // namespace tessera
