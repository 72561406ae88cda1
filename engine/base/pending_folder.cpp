#include "base/pending_folder.hpp"

#include "base/rename.hpp"

#include <cerrno>
#include <cstring>
#include <spdlog/fmt/fmt.h>
#include <sys/file.h>
#include <system_error>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

/// The name itself, without a slash at its end; where it is a link, what that leads to.
fs::path resolve(const std::string &path) {
    fs::path name(path);
    if (!name.has_filename())
        name = name.parent_path();
    std::error_code ignored;
    return fs::is_symlink(name, ignored) && fs::exists(name, ignored) ? fs::canonical(name) : name;
}

void check_folder_path(const fs::path &final, bool replace) {
    std::error_code ignored;
    if (!final.has_filename() || final.filename() == "." || final.filename() == "..")
        throw unwritable(final, "the name of a new folder was wanted");
    if (const auto status = fs::symlink_status(final, ignored); fs::exists(status)) {
        if (!replace)
            throw unwritable(final, "it exists already");
        if (!fs::is_directory(status))
            throw unwritable(final, "it is not a folder; the name of a folder was wanted");
    }
    check_folder_of(final);
}

fs::path checked(const std::string &path, bool replace) {
    fs::path final = resolve(path);
    restore_replaced(final);
    check_folder_path(final, replace);
    return final;
}

/// The name that an opened folder has now.
fs::path name_of(int fd) {
    std::error_code ignored;
    return fs::read_symlink(fmt::format("/proc/self/fd/{}", fd), ignored);
}

} // namespace

PendingFolder::PendingFolder(const std::string &path, bool replace)
    : final_(checked(path, replace)), replace_(replace), partial_(final_) {}

void PendingFolder::commit() {
    if (const FileDescriptor folder(path().c_str(), O_RDONLY | O_DIRECTORY);
        folder.get() < 0 || ::syncfs(folder.get()) != 0)
        throw unwritable(final_, std::strerror(errno));
    check_folder_path(final_, replace_);
    const bool had_name = fs::exists(final_);
    partial_.withhold();
    if (had_name)
        exchange(path(), final_);
    else
        rename_to_free(path(), final_);
    partial_.release();
    if (const FileDescriptor parent(folder_of(final_).c_str(), O_RDONLY | O_DIRECTORY);
        parent.get() >= 0)
        ::fsync(parent.get());
    if (had_name)
        remove_unless_locked(path());
}

// A lock may be waited for: of a folder that has its name only one that just got it, or one that
// is being removed, is locked by others than its readers.
SharedFolder::SharedFolder(const std::string &path) {
    do {
        folder_.emplace(path.c_str(), O_RDONLY | O_DIRECTORY);
        if (get() < 0)
            throw Error(ErrorCode::unreadable_image,
                        fmt::format("cannot open '{}': {}", path, std::strerror(errno)));
        while (::flock(get(), LOCK_SH) != 0 && errno == EINTR) {
        } // where there are no locks, it is read without
    } while (!is_same_folder(path, get()));
    name_ = name_of(get());
}

SharedFolder::~SharedFolder() {
    std::error_code ignored;
    const fs::path now = name_of(get());
    if (now != name_ && is_partial_folder(now) && is_same_folder(now, get()) &&
        ::flock(get(), LOCK_EX | LOCK_NB) == 0)
        fs::remove_all(now, ignored);
}

} // namespace tessera::internal
