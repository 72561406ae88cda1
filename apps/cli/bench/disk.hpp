// What a benchmark asks of the disk that it runs on.
#pragma once

#include <cstdint>
#include <string>

namespace tessera::cli {

struct DiskUse {
    std::uint64_t bytes = 0;     ///< lengths of the files
    std::uint64_t allocated = 0; ///< blocks that they and their folders take
};

/// Of a file, or of a folder and all that is in it.
[[nodiscard]] DiskUse disk_use(const std::string &path);

/// Has the system write what it holds back of the file system of that path, so that nothing else
/// disturbs what is measured next.
void settle_disk(const std::string &path);

/// Asks the system to forget the contents of the files of a store. Returns which part of them, 0 to
/// 1, it kept nevertheless. Names, sizes and folders stay known: only the administrator could
/// change that.
[[nodiscard]] double drop_from_cache(const std::string &path);

/// "ext4", "tmpfs"; of a kind that isn't known here its number.
[[nodiscard]] std::string file_system_of(const std::string &path);

struct FreeSpace {
    std::uint64_t bytes = 0;
    std::uint64_t files = 0; ///< that can still be made
};

[[nodiscard]] FreeSpace free_space(const std::string &path);

} // namespace tessera::cli
