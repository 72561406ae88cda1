#include "base/writer_lock.hpp"

#include "base/file_descriptor.hpp"
#include "base/run.hpp"

#include <tessera/error.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_stem = 200; // a file name holds 255 bytes
constexpr std::size_t longest_holder = 300;
constexpr auto between_attempts = std::chrono::milliseconds(20);

fs::path lock_file(const fs::path &path) {
    return folder_of(path) /
           fmt::format(".{}.lock", path.filename().string().substr(0, longest_stem));
}

/// Whether a path still names the file that was opened: its last holder may have removed it since.
bool is_same_file(const fs::path &path, int fd) {
    struct stat by_path {};
    struct stat by_fd {};
    return ::stat(path.c_str(), &by_path) == 0 && ::fstat(fd, &by_fd) == 0 &&
           by_path.st_ino == by_fd.st_ino && by_path.st_dev == by_fd.st_dev;
}

std::string own_name() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return fmt::format("process {} on host {}", ::getpid(), host.data());
}

} // namespace

WriterLock::WriterLock(const std::string &path, double wait_seconds, const RunOptions &run)
    : file_(lock_file(path)) {
    const auto begin = Clock::now();
    while (!try_lock()) {
        throw_if_cancelled(run);
        if (std::chrono::duration<double>(Clock::now() - begin).count() >= wait_seconds)
            refuse(path);
        std::this_thread::sleep_for(between_attempts);
    }
    abandonable_.emplace(file_);
    // For others to read; on a full disk they are told less.
    const std::string name = own_name();
    if (::ftruncate(descriptor_->get(), 0) == 0)
        static_cast<void>(!::pwrite(descriptor_->get(), name.data(), name.size(), 0));
    remove_stale(path);
}

WriterLock::~WriterLock() {
    std::error_code ignored;
    fs::remove(file_, ignored); // while it is held: nobody else's can be meant
}

int WriterLock::descriptor() const noexcept { return descriptor_->get(); }

bool WriterLock::try_lock() {
    do {
        descriptor_ = std::make_unique<FileDescriptor>(file_.c_str(), O_RDWR | O_CREAT, 0666);
        if (descriptor_->get() < 0)
            throw Error(ErrorCode::write_failed,
                        fmt::format("cannot write '{}': {}", file_.string(), std::strerror(errno)));
        if (::flock(descriptor_->get(), LOCK_EX | LOCK_NB) != 0) {
            const int error = errno;
            if (error == EWOULDBLOCK || error == EINTR)
                return false;
            ::unlink(file_.c_str()); // nobody can hold a lock on it
            throw Error(ErrorCode::write_failed,
                        fmt::format("cannot lock '{}': {}", file_.string(), std::strerror(errno)));
        }
    } while (!is_same_file(file_, descriptor_->get()));
    return true;
}

void WriterLock::refuse(const std::string &path) const {
    std::string holder(longest_holder, '\0');
    const ssize_t length = ::pread(descriptor_->get(), holder.data(), holder.size(), 0);
    holder.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    throw Error(ErrorCode::write_failed,
                fmt::format("cannot change '{}': it is being changed by {}", path,
                            holder.empty() ? "another process" : holder));
}

void clear_leftovers(const std::string &path) noexcept {
    try {
        if (fs::exists(lock_file(path)))
            const WriterLock lock(path, 0, {});
    } catch (...) { // somebody is at work there, or nothing can be written: left as it is
    }
}

} // namespace tessera::internal
