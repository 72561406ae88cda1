#include "cli/bench/disk.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <limits>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tessera::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t stat_block = 512; // POSIX leaves it open; Linux has no other

class File {
  public:
    File(const fs::path &path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC)) {}
    ~File() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;

    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

template <class Visit> void for_each_entry(const fs::path &path, Visit &&visit) {
    visit(path);
    if (fs::is_directory(path))
        for (const auto &entry : fs::recursive_directory_iterator(path))
            visit(entry.path());
}

struct Pages {
    std::size_t all = 0, cached = 0;
};

/// Of an open file, those that lie in the system's cache.
Pages pages_of(int fd) {
    struct stat status {};
    if (::fstat(fd, &status) != 0 || status.st_size == 0)
        return {};
    const auto length = static_cast<std::size_t>(status.st_size);
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void *map = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        return {};
    std::vector<unsigned char> there((length + page - 1) / page);
    const bool known = ::mincore(map, length, there.data()) == 0;
    ::munmap(map, length);
    const auto cached = std::ranges::count_if(there, [](unsigned char each) { return each & 1; });
    return {there.size(), known ? static_cast<std::size_t>(cached) : 0};
}

} // namespace

DiskUse disk_use(const std::string &path) {
    DiskUse use;
    for_each_entry(path, [&](const fs::path &entry) {
        struct stat status {};
        if (::lstat(entry.c_str(), &status) != 0)
            return;
        use.allocated += static_cast<std::uint64_t>(status.st_blocks) * stat_block;
        if (S_ISREG(status.st_mode))
            use.bytes += static_cast<std::uint64_t>(status.st_size);
    });
    return use;
}

void settle_disk(const std::string &path) {
    const File folder(path, O_RDONLY | O_DIRECTORY);
    ::syncfs(folder.get());
}

double drop_from_cache(const std::string &path) {
    Pages pages;
    for_each_entry(path, [&](const fs::path &entry) {
        const File file(entry, O_RDONLY);
        // What was not yet written to disk stays.
        if (!fs::is_regular_file(entry) || ::fsync(file.get()) != 0)
            return;
        ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
        const Pages own = pages_of(file.get());
        pages.all += own.all;
        pages.cached += own.cached;
    });
    return static_cast<double>(pages.cached) /
           static_cast<double>(std::max<std::size_t>(pages.all, 1));
}

std::string file_system_of(const std::string &path) {
    // statfs(2); ext2, ext3 and ext4 share a number.
    constexpr std::array<std::pair<std::uint64_t, std::string_view>, 15> known = {{
        {0xEF53, "ext4"},
        {0x58465342, "xfs"},
        {0x9123683E, "btrfs"},
        {0x01021994, "tmpfs"},
        {0x794C7630, "overlayfs"},
        {0x6969, "nfs"},
        {0x2FC12FC1, "zfs"},
        {0xF2F52010, "f2fs"},
        {0x65735546, "fuse"},
        {0x2011BAB0, "exfat"},
        {0x4D44, "vfat"},
        {0x7366746E, "ntfs3"},
        {0x01021997, "9p"},
        {0xFF534D42, "cifs"},
        {0xFE534D42, "smb2"},
    }};
    struct statfs status {};
    if (::statfs(path.c_str(), &status) != 0)
        return "unknown";
    const auto number = static_cast<std::uint32_t>(status.f_type);
    const auto *found =
        std::ranges::find(known, number, [](const auto &each) { return each.first; });
    return found != known.end() ? std::string(found->second) : fmt::format("{:#x}", number);
}

FreeSpace free_space(const std::string &path) {
    struct statvfs status {};
    constexpr auto any = std::numeric_limits<std::uint64_t>::max();
    if (::statvfs(path.c_str(), &status) != 0)
        return {any, any};
    // Some file systems make room for files as they come, and say that there is none for any.
    return {status.f_bavail * status.f_frsize, status.f_files == 0 ? any : status.f_favail};
}

} // namespace tessera::cli
