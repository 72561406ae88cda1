#include "process/spawn.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr int pipe_bytes = 1 << 20;
constexpr int first_free = 4; // beyond the descriptors that a child is given

[[noreturn]] void refuse(int error, const char *what) {
    throw std::system_error(error, std::generic_category(), what);
}

/// Moves the child's end away from the numbers that it will have there.
FileDescriptor out_of_the_way(FileDescriptor end) {
    if (end.get() >= first_free)
        return end;
    FileDescriptor moved(::fcntl(end.get(), F_DUPFD_CLOEXEC, first_free));
    if (moved.get() < 0) // EINVAL: the limit is below that number
        refuse(errno == EINVAL ? EMFILE : errno, "a descriptor of the child");
    return moved;
}

} // namespace

Ends make_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        refuse(errno, "a pipe to the child");
    FileDescriptor ours(ends[0]), childs(ends[1]);
    ::fcntl(ours.get(), F_SETPIPE_SZ, pipe_bytes); // as large as the system allows
    return {std::move(ours), out_of_the_way(std::move(childs))};
}

Ends make_socket() {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        refuse(errno, "a socket to the child");
    FileDescriptor ours(ends[0]), childs(ends[1]);
    return {std::move(ours), out_of_the_way(std::move(childs))};
}

Ends make_empty() {
    FileDescriptor empty("/dev/null", O_RDONLY);
    if (empty.get() < 0)
        refuse(errno, "/dev/null");
    return {FileDescriptor(), out_of_the_way(std::move(empty))};
}

void become(const std::array<FileDescriptor, 4> &ends, pid_t parent, const Start &start,
            char *const *argv) {
    ::prctl(PR_SET_PDEATHSIG, start.death_signal);
    if (::getppid() != parent)
        ::_exit(127);
    if (*start.folder != '\0' && ::chdir(start.folder) != 0)
        return;
    if (start.inherited >= 0 && ::fcntl(start.inherited, F_SETFD, 0) != 0)
        return;
    ::setpgid(0, 0); // Ctrl-C is for us, who know what has to end
    for (std::size_t i = 0; i < ends.size(); ++i)
        if (ends[i].get() >= 0 && ::dup2(ends[i].get(), static_cast<int>(i)) < 0)
            return;
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT, SIGHUP, SIGTERM})
        ::signal(signal, SIG_DFL);
    ::execv(start.program, argv);
}

} // namespace tessera::internal
