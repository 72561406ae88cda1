#include "base/rename.hpp"

#include "base/partial_folder.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <spdlog/fmt/fmt.h>
#include <system_error>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

int rename_as(const fs::path &from, const fs::path &to, unsigned how) {
    return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), how) == 0 ? 0 : errno;
}

/// Whether a file system or a kernel knows no such way of renaming.
bool is_unknown(int error) { return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP; }

bool is_there(const fs::path &path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

/// Where a folder stands while another takes its name.
fs::path aside_of(const fs::path &final) {
    return folder_of(final) / fmt::format(".{}.replaced", final.filename().string());
}

void exchange_in_steps(const fs::path &fresh, const fs::path &final) {
    restore_replaced(final);
    const fs::path aside = aside_of(final);
    std::error_code error, ignored;
    fs::rename(final, aside, error);
    if (error)
        throw unwritable(final, error.message());
    fs::rename(fresh, final, error);
    if (error) {
        fs::rename(aside, final, ignored);
        throw unwritable(final, error.message());
    }
    fs::rename(aside, fresh, ignored); // or the next output of that name removes it
}

} // namespace

void exchange(const fs::path &fresh, const fs::path &final) {
    const int error = rename_as(fresh, final, RENAME_EXCHANGE);
    if (error == 0)
        return;
    if (!is_unknown(error))
        throw unwritable(final, std::strerror(error));
    if (fs::is_directory(fs::symlink_status(fresh)))
        exchange_in_steps(fresh, final);
    else if (::rename(fresh.c_str(), final.c_str()) != 0)
        throw unwritable(final, std::strerror(errno));
}

void rename_to_free(const fs::path &fresh, const fs::path &final) {
    int error = rename_as(fresh, final, RENAME_NOREPLACE);
    if (is_unknown(error))
        error = is_there(final) ? EEXIST : rename_as(fresh, final, 0);
    if (error == EEXIST)
        throw unwritable(final, "it exists already");
    if (error != 0)
        throw unwritable(final, std::strerror(error));
}

void restore_replaced(const fs::path &final) {
    const fs::path aside = aside_of(final);
    std::error_code ignored;
    if (!is_there(aside))
        return;
    if (!is_there(final))
        fs::rename(aside, final, ignored);
    else if (fs::is_directory(fs::symlink_status(aside, ignored)))
        remove_unless_locked(aside);
    else
        fs::remove(aside, ignored);
}

} // namespace tessera::internal
