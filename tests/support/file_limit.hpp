// A disk that fills up, without a disk.
#pragma once

#include <csignal>
#include <sys/resource.h>

namespace tessera::test {

/// While it lives, writes of this process fail beyond that many bytes of a file, as on a full disk.
/// It needs no privilege. Not thread-safe: make one at a time.
class FileLimit {
  public:
    explicit FileLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit now{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FileLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileLimit(const FileLimit &) = delete;
    FileLimit &operator=(const FileLimit &) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

} // namespace tessera::test
