#include "process/spawn.hpp"

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tessera {
namespace {

constexpr int pipe_bytes = 1 << 20;
constexpr int first_free = 10; // beyond the descriptors that a child is given

/// Both ends close themselves when any process is started; the child's is out of the way of the
/// numbers that it will have there.
Ends out_of_the_way(int ours, int childs) {
    const int moved = ::fcntl(childs, F_DUPFD_CLOEXEC, first_free);
    ::close(childs);
    return {ours, moved};
}

} // namespace

Ends make_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {-1, -1};
    ::fcntl(ends[0], F_SETPIPE_SZ, pipe_bytes); // as large as the system allows
    return out_of_the_way(ends[0], ends[1]);
}

Ends make_socket() {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return {-1, -1};
    return out_of_the_way(ends[0], ends[1]);
}

Ends make_empty() { return out_of_the_way(-1, ::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

void become(const std::array<int, 4> &ends, pid_t parent, const Start &start, char *const *argv) {
    ::prctl(PR_SET_PDEATHSIG, start.death_signal);
    if (::getppid() != parent)
        ::_exit(127);
    if (*start.folder != '\0' && ::chdir(start.folder) != 0)
        return;
    if (start.inherited >= 0)
        ::fcntl(start.inherited, F_SETFD, 0);
    ::setpgid(0, 0); // Ctrl-C is for us, who know what has to end
    for (std::size_t i = 0; i < ends.size(); ++i)
        if (ends[i] >= 0)
            ::dup2(ends[i], static_cast<int>(i));
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT, SIGHUP, SIGTERM})
        ::signal(signal, SIG_DFL);
    ::execv(start.program, argv);
}

} // namespace tessera
