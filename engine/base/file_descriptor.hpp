// A file descriptor that closes itself.
#pragma once

#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tessera::internal {

class FileDescriptor {
  public:
    /// Takes over an open descriptor; -1 stands for none.
    explicit FileDescriptor(int fd = -1) noexcept : fd_(fd) {}
    /// get() is negative where open() failed, and errno says why.
    FileDescriptor(const char *path, int flags, mode_t mode = 0)
        : FileDescriptor(AT_FDCWD, path, flags, mode) {}
    /// Of a file below an open folder.
    FileDescriptor(int folder, const char *path, int flags, mode_t mode = 0)
        : fd_(::openat(folder, path, flags | O_CLOEXEC, mode)) {}
    ~FileDescriptor() { static_cast<void>(close()); }
    FileDescriptor(FileDescriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor &operator=(FileDescriptor &&other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }

    [[nodiscard]] int get() const noexcept { return fd_; }

    /// False where the system says only now that a write failed; errno says why.
    bool close() noexcept { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

  private:
    int fd_;
};

} // namespace tessera::internal
