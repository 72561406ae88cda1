// What lies between a process and its child, and the child's first steps.
// Why: docs/decisions/video-goes-through-a-child-process.md
#pragma once

#include "base/file_descriptor.hpp"

#include <array>
#include <sys/types.h>

namespace tessera::internal {

/// The two ends of a stream. Both close themselves in every program that is started.
struct Ends {
    FileDescriptor ours{}, childs{};
};

// All throw std::system_error that says what was made and why the system refused it.

/// A stream that the child writes.
[[nodiscard]] Ends make_pipe();

/// A stream that the child reads. It is a socket: writing to it when nobody reads is an error and
/// no signal.
[[nodiscard]] Ends make_socket();

/// The empty input of a child that has nothing to read. Our end is none.
[[nodiscard]] Ends make_empty();

/// What a child is to be.
struct Start {
    const char *program;
    const char *folder; ///< that it works in; empty: its parent's
    int death_signal;   ///< that it gets when its parent ends
    int inherited = -1; ///< a descriptor that it keeps under the same number
};

/// In the child, after fork(): gives it `ends` as its descriptors 0, 1 ..., and the usual signals,
/// ties its life to its parent's, and runs the program. Makes system calls alone. Returns if the
/// program can't be run; errno says why.
void become(const std::array<FileDescriptor, 4> &ends, pid_t parent, const Start &start,
            char *const *argv);

} // namespace tessera::internal
