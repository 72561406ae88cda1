#include "base/partial_folder.hpp"

#include "base/file_descriptor.hpp"

#include <tessera/output.hpp>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <utility>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view partial_mark = ".partial-";
constexpr std::size_t longest_stem = 200; // a file name holds 255 bytes

std::string partial_prefix(const fs::path &output) {
    return fmt::format(".{}{}", output.filename().string().substr(0, longest_stem), partial_mark);
}

FileDescriptor open_folder(const fs::path &path) { return {path.c_str(), O_RDONLY | O_DIRECTORY}; }

bool lock(const FileDescriptor &file) {
    return file.get() >= 0 && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

/// Whether nobody else holds a lock. Some file systems know no locks: nobody holds one there.
bool lock_if_known(const FileDescriptor &file) {
    return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

} // namespace

void remove_stale(const fs::path &final) {
    const std::string prefix = partial_prefix(final);
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(folder_of(final), ignored))
        if (entry.path().filename().string().starts_with(prefix) && entry.is_directory(ignored))
            remove_unless_locked(entry.path());
}

struct PartialFolder::Lock {
    FileDescriptor folder;
};

PartialFolder::PartialFolder(fs::path output) : output_(std::move(output)) {
    remove_stale(output_);
    static std::atomic<unsigned> counter{0};
    do {
        path_ = folder_of(output_) /
                fmt::format("{}{}-{}", partial_prefix(output_), ::getpid(), counter.fetch_add(1));
        if (::mkdir(path_.c_str(), 0777) != 0)
            throw unwritable(output_, std::strerror(errno));
        lock_.reset(new Lock{open_folder(path_)});
        if (const int error = errno; lock_->folder.get() < 0 && error != ENOENT) {
            ::rmdir(path_.c_str());
            throw unwritable(output_, std::strerror(error));
        }
        // Between mkdir and lock another process may have taken the folder for a stale one.
    } while (!lock_if_known(lock_->folder) || !is_same_folder(path_, lock_->folder.get()));
    abandonable_.emplace(path_);
}

PartialFolder::~PartialFolder() {
    if (!lock_)
        return;
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    withhold();
}

void PartialFolder::withhold() noexcept { abandonable_.reset(); }

void PartialFolder::release() noexcept { lock_.reset(); }

bool is_partial_folder(const fs::path &path) {
    const std::string name = path.filename().string();
    return name.starts_with('.') && name.find(partial_mark) != std::string::npos;
}

bool is_same_folder(const fs::path &path, int fd) {
    struct stat by_path {};
    struct stat by_fd {};
    return ::stat(path.c_str(), &by_path) == 0 && ::fstat(fd, &by_fd) == 0 &&
           by_path.st_ino == by_fd.st_ino && by_path.st_dev == by_fd.st_dev;
}

void remove_unless_locked(const fs::path &folder) {
    std::error_code ignored;
    if (const FileDescriptor opened = open_folder(folder); lock(opened))
        fs::remove_all(folder, ignored);
}

fs::path folder_of(const fs::path &path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Error unwritable(const fs::path &path, const std::string &why) {
    return {ErrorCode::write_failed, fmt::format("cannot write '{}': {}", path.string(), why)};
}

void check_folder_of(const fs::path &output) {
    std::error_code ignored;
    if (!fs::is_directory(folder_of(output), ignored))
        throw unwritable(output,
                         fmt::format("there is no folder '{}'", folder_of(output).string()));
    if (::access(folder_of(output).c_str(), W_OK | X_OK) != 0)
        throw unwritable(output, std::strerror(errno));
}

} // namespace tessera::internal
