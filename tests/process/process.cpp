#include "process/process.hpp"

#include "support/images.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <utility>

namespace tessera {
using namespace internal;
namespace {

ProcessOptions shell(const std::string &script) {
    ProcessOptions options;
    options.program = "/bin/sh";
    options.arguments = {"-c", script};
    options.task = "cannot try";
    options.patience = std::chrono::seconds(30);
    return options;
}

std::span<const std::uint8_t> bytes_of(const std::string &text) {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

} // namespace

TEST_CASE("process: streams go both ways, far beyond what a pipe holds") {
    ProcessOptions options = shell("cat | tee /dev/fd/3");
    options.has_input = options.has_side_output = true;
    ChildProcess child(std::move(options));
    std::string sent(3'000'000, 'x');
    for (std::size_t i = 0; i < sent.size(); i += 1000)
        sent[i] = '\n';
    REQUIRE(child.write(bytes_of(sent)));
    CHECK(child.finish() == 0);
    CHECK(child.read_all(ChildProcess::output) == sent);
    std::size_t lines = 0;
    while (child.read_line(ChildProcess::side_output))
        ++lines;
    CHECK(lines == 3000);
}

TEST_CASE("process: how it ended and what it said") {
    ChildProcess failed(shell("echo wrong >&2; exit 7"));
    CHECK(failed.finish() == 7);
    CHECK(failed.error_text() == "wrong");
    ChildProcess killed(shell("kill -9 $$"));
    CHECK(killed.finish() == 128 + SIGKILL);
    ProcessOptions missing = shell("");
    missing.program = "/no/such/program";
    CHECK_THROWS_WITH_AS(ChildProcess{missing}, doctest::Contains("/no/such/program"), Error);
}

TEST_CASE("process: to write to one that has gone is no signal") {
    ProcessOptions options = shell("exec <&-; exec sleep 100");
    options.has_input = true;
    ChildProcess child(std::move(options));
    const std::string much(4'000'000, 'x');
    CHECK_FALSE(child.write(bytes_of(much)));
}

TEST_CASE("process: one that takes longer than its limit is an error, and is asked to end first") {
    ProcessOptions options =
        shell("trap 'echo bye >ended; exit' TERM; while :; do sleep 0.02; done");
    const test::TemporaryFolder folder;
    options.folder = folder.path();
    options.limit = std::chrono::milliseconds(300);
    options.grace = std::chrono::seconds(10);
    {
        ChildProcess child(std::move(options));
        CHECK_THROWS_WITH_AS(child.finish(), "cannot try: it took longer than 0.3 s", Error);
    }
    CHECK(folder.listing() == std::vector<std::string>{"ended"});
}

TEST_CASE("process: a stop ends waiting, and its signals are its own") {
    std::stop_source stop;
    ProcessOptions options = shell("exec sleep 100");
    options.cancel = stop.get_token();
    ChildProcess child(std::move(options));
    stop.request_stop();
    CHECK_THROWS_AS(static_cast<void>(child.read_all(ChildProcess::output)), Error);

    sigset_t interrupt, before;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, &before);
    ChildProcess interrupted(shell("kill -INT $$; sleep 100"));
    CHECK(interrupted.finish() == 128 + SIGINT);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("process: one that neither reads nor writes is given up") {
    ProcessOptions options = shell("exec sleep 100");
    options.patience = std::chrono::milliseconds(50);
    ChildProcess child(std::move(options));
    CHECK_THROWS_WITH_AS(static_cast<void>(child.finish()), doctest::Contains("neither read nor"),
                         Error);
}

TEST_CASE("process: with however few descriptors it runs, or says that there are too many open") {
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const auto open_files = [] {
        const std::filesystem::directory_iterator files("/proc/self/fd");
        return std::distance(begin(files), end(files));
    };
    const auto open_before = open_files();
    for (rlim_t files = 3; files <= 40; ++files) {
        ProcessOptions options = shell("echo done");
        options.has_input = options.has_side_output = true;
        const rlimit few{files, before.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
        std::string said, reason;
        try {
            ChildProcess child(std::move(options));
            if (child.finish() == 0)
                said = child.read_all(ChildProcess::output);
            else
                child.fail("it failed");
        } catch (const Error &error) {
            reason = error.what();
        }
        ::setrlimit(RLIMIT_NOFILE, &before);
        CAPTURE(files);
        CAPTURE(reason);
        const bool told = reason.find("Too many open files") != std::string::npos;
        CHECK((reason.empty() ? said == "done\n" : told));
        CHECK((files < 40 || said == "done\n"));
    }
    CHECK(open_files() == open_before);
}

TEST_CASE("process: what keeps a program from running is said, whichever call it was") {
    const test::TemporaryFolder folder;
    test::write_file(folder.path("text"), "no program");
    ProcessOptions no_program = shell("");
    no_program.program = folder.path("text");
    CHECK_THROWS_WITH_AS(ChildProcess{no_program}, doctest::Contains("Permission denied"), Error);
    ProcessOptions no_folder = shell("");
    no_folder.folder = folder.path("nowhere");
    CHECK_THROWS_WITH_AS(ChildProcess{no_folder}, doctest::Contains("No such file or directory"),
                         Error);
    ProcessOptions no_descriptor = shell("");
    no_descriptor.inherited = 1000;
    CHECK_THROWS_WITH_AS(ChildProcess{no_descriptor}, doctest::Contains("Bad file descriptor"),
                         Error);
}

} // namespace tessera
