// A file descriptor that closes itself.
#pragma once

#include <fcntl.h>
#include <unistd.h>

namespace tessera {

class FileDescriptor {
  public:
    /// get() is negative where open() failed, and errno says why.
    FileDescriptor(const char *path, int flags) : fd_(::open(path, flags | O_CLOEXEC)) {}
    ~FileDescriptor() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;

    [[nodiscard]] int get() const noexcept { return fd_; }

  private:
    int fd_;
};

} // namespace tessera
