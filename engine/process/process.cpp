#include "process/process.hpp"

#include "base/descriptors.hpp"
#include "process/spawn.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <poll.h>
#include <spdlog/fmt/fmt.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr int moment_ms = 100;             // between looks at whether to stop
constexpr std::size_t block = 1 << 18;     // bytes taken at once
constexpr std::size_t most_errors = 65536; // bytes kept of what a child says

/// Waits until the child runs its program. Returns 0 then, and otherwise the error that it reports.
int error_in(const FileDescriptor &report) {
    int error = 0;
    ssize_t got = 0;
    do
        got = ::read(report.get(), &error, sizeof error); // ends when the program runs
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return errno;
    return got == 0 ? 0 : error;
}

} // namespace

/// What is asked for as long as this is there.
struct ChildProcess::Wanted {
    Wanted(Pipe &stream, std::span<std::uint8_t> bytes) : pipe(stream) { pipe.wanted = bytes; }
    ~Wanted() { pipe.wanted = {}; }
    Wanted(const Wanted &) = delete;
    Wanted &operator=(const Wanted &) = delete;

    Pipe &pipe;
};

ChildProcess::ChildProcess(ProcessOptions options) : options_(std::move(options)) {
    try {
        start();
    } catch (const std::system_error &error) {
        throw Error(ErrorCode::unsupported, fmt::format("{}: '{}' can't be run: {}", options_.task,
                                                        options_.program, error.what()));
    }
}

void ChildProcess::start() {
    argv_.push_back(options_.program.data());
    for (std::string &argument : options_.arguments)
        argv_.push_back(argument.data());
    argv_.push_back(nullptr);
    Ends in = options_.has_input ? make_socket() : make_empty();
    Ends out = make_pipe(), err = make_pipe();
    Ends side = options_.has_side_output ? make_pipe() : Ends{};
    Ends report = make_pipe();
    input_ = std::move(in.ours);
    outputs_[output].end = std::move(out.ours);
    outputs_[errors].end = std::move(err.ours);
    outputs_[side_output].end = std::move(side.ours);
    std::array ends{std::move(in.childs), std::move(out.childs), std::move(err.childs),
                    std::move(side.childs)};
    thread_ = std::jthread(&ChildProcess::live, this, std::move(ends), std::move(report.childs));
    if (const int error = error_in(report.ours); error != 0)
        throw std::system_error(error, std::generic_category(), "it doesn't start");
}

ChildProcess::~ChildProcess() {
    std::unique_lock lock(mutex_);
    if (pid_ > 0 && !status_ && options_.grace.count() > 0) {
        ::kill(-pid_, SIGTERM);
        changed_.wait_for(lock, options_.grace, [&] { return status_.has_value(); });
    }
    if (pid_ > 0 && !status_)
        ::kill(-pid_, SIGKILL);
}

void ChildProcess::live(std::array<FileDescriptor, 4> ends, FileDescriptor report) {
    const Start start{.program = options_.program.c_str(),
                      .folder = options_.folder.c_str(),
                      .death_signal = options_.grace.count() > 0 ? SIGTERM : SIGKILL,
                      .inherited = options_.inherited};
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0)
        become(ends, parent, start, argv_.data());
    if (pid <= 0) {
        const int error = errno;
        static_cast<void>(!::write(report.get(), &error, sizeof error));
    }
    if (pid == 0)
        ::_exit(127);
    if (pid < 0)
        return;
    {
        const std::lock_guard lock(mutex_);
        pid_ = pid;
    }
    for (FileDescriptor &end : ends)
        end.close();
    report.close();
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
        ;
    // Its number may belong to another from here on, so nobody may kill it any more.
    const std::lock_guard lock(mutex_);
    int status = 0;
    ::waitpid(pid, &status, 0);
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    changed_.notify_all();
}

std::optional<int> ChildProcess::status() {
    const std::lock_guard lock(mutex_);
    return status_;
}

std::uint64_t ChildProcess::activity() const {
    std::ifstream counters(fmt::format("/proc/{}/io", pid_));
    std::uint64_t sum = 0, value = 0;
    for (std::string name; counters >> name >> value;)
        if (name == "rchar:" || name == "wchar:")
            sum += value;
    return sum;
}

/// Throws where nobody needs it any more, or where it hangs.
void ChildProcess::check_life() {
    if (options_.cancel.stop_requested())
        throw Error(ErrorCode::cancelled, "cancelled");
    if (options_.limit.count() > 0 && Clock::now() - began_ >= options_.limit)
        fail(fmt::format("it took longer than {:g} s",
                         std::chrono::duration<double>(options_.limit).count()));
    if (options_.patience.count() == 0 || Clock::now() - moved_ < options_.patience)
        return;
    if (const std::uint64_t now = activity(); std::exchange(activity_, now) == now)
        fail(fmt::format("'{}' has neither read nor written anything for {:g} s", options_.program,
                         std::chrono::duration<double>(options_.patience).count()));
    moved_ = Clock::now();
}

bool ChildProcess::lacks_descriptors() const { return says_too_many_files(error_text()); }

void ChildProcess::fail(const std::string &why) const {
    const std::string reason = lacks_descriptors() ? fmt::format("'{}' can't go on: {}",
                                                                 options_.program, too_many_files())
                                                   : why;
    throw Error(options_.code, fmt::format("{}: {}", options_.task, reason), error_text());
}

void ChildProcess::receive(Pipe &pipe, bool keep) {
    if (!pipe.wanted.empty()) {
        const ssize_t got = ::read(pipe.end.get(), pipe.wanted.data(), pipe.wanted.size());
        pipe.wanted = pipe.wanted.subspan(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        note(pipe, got);
        return;
    }
    const std::size_t before = pipe.buffer.size();
    pipe.buffer.resize(before + block);
    const ssize_t got = ::read(pipe.end.get(), pipe.buffer.data() + before, block);
    pipe.buffer.resize(before + static_cast<std::size_t>(keep ? std::max<ssize_t>(got, 0) : 0));
    note(pipe, got);
}

void ChildProcess::note(Pipe &pipe, ssize_t got) {
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        pipe.end.close();
    else
        moved_ = Clock::now();
}

bool ChildProcess::pump(bool wants_room) {
    std::array<pollfd, 4> polled{};
    for (std::size_t i = 0; i < outputs_.size(); ++i)
        polled[i] = {outputs_[i].end.get(), POLLIN, 0};
    polled[3] = {wants_room ? input_.get() : -1, POLLOUT, 0};
    if (::poll(polled.data(), polled.size(), moment_ms) > 0)
        for (std::size_t i = 0; i < outputs_.size(); ++i)
            if (polled[i].revents != 0)
                receive(outputs_[i], i != errors || outputs_[i].buffer.size() < most_errors);
    check_life();
    return polled[3].revents != 0;
}

std::size_t ChildProcess::read(Stream stream, std::span<std::uint8_t> bytes) {
    Pipe &pipe = outputs_[stream];
    const std::size_t part = std::min(bytes.size(), pipe.buffer.size());
    std::copy_n(pipe.buffer.begin(), part, bytes.begin());
    pipe.buffer.erase(0, part);
    const Wanted wanted(pipe, bytes.subspan(part));
    while (!pipe.wanted.empty() && pipe.end.get() >= 0)
        pump(false);
    return bytes.size() - pipe.wanted.size();
}

std::optional<std::string> ChildProcess::read_line(Stream stream) {
    Pipe &pipe = outputs_[stream];
    for (;;) {
        if (const auto end = pipe.buffer.find('\n'); end != std::string::npos) {
            std::string line = pipe.buffer.substr(0, end);
            pipe.buffer.erase(0, end + 1);
            return line;
        }
        if (pipe.end.get() < 0)
            return std::nullopt;
        pump(false);
    }
}

std::string ChildProcess::read_all(Stream stream) {
    Pipe &pipe = outputs_[stream];
    while (pipe.end.get() >= 0)
        pump(false);
    return std::exchange(pipe.buffer, {});
}

bool ChildProcess::write(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t sent =
            ::send(input_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
            moved_ = Clock::now();
        } else if (errno != EAGAIN && errno != EINTR) {
            return false;
        } else {
            pump(true);
        }
    }
    check_life();
    return true;
}

int ChildProcess::finish() {
    input_.close();
    for (;;) {
        const auto ended = status();
        const bool open =
            std::ranges::any_of(outputs_, [](const Pipe &p) { return p.end.get() >= 0; });
        if (ended && !open)
            return *ended;
        if (open) {
            pump(false);
            continue;
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::milliseconds(moment_ms),
                          [&] { return status_.has_value(); });
        lock.unlock();
        check_life();
    }
}

std::string ChildProcess::error_text() const {
    std::string text = outputs_[errors].buffer;
    text.erase(text.find_last_not_of(" \n\r") + 1);
    return text;
}

} // namespace tessera::internal
