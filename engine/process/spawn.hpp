// What lies between a process and its child, and the child's first steps.
// Why: docs/decisions/video-goes-through-a-child-process.md
#pragma once

#include <array>
#include <sys/types.h>

namespace tessera {

/// Two ends of a stream, -1 where there is none.
struct Ends {
    int ours, childs;
};

/// For what the child writes. Both ends are closed in every program that is started.
[[nodiscard]] Ends make_pipe();

/// For what the child reads. A socket: writing to it when nobody reads is an error and no signal.
[[nodiscard]] Ends make_socket();

/// For a child that has nothing to read.
[[nodiscard]] Ends make_empty();

/// What a child is to be.
struct Start {
    const char *program;
    const char *folder; ///< that it works in; empty: its parent's
    int death_signal;   ///< that it gets when its parent ends
    int inherited = -1; ///< a descriptor that it keeps under the same number
};

/// In the child, after fork(): gives it `ends` as its descriptors 0, 1 ..., and the usual signals,
/// ties its life to its parent's, and runs the program. Nothing but system calls. Returns where
/// the program can't be run; errno says why.
void become(const std::array<int, 4> &ends, pid_t parent, const Start &start, char *const *argv);

} // namespace tessera
