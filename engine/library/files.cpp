#include "library/files.hpp"

#include "base/file_descriptor.hpp"
#include "base/hasher.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>

namespace tessera::internal {
namespace {

constexpr std::size_t read_block = std::size_t{256} << 10;
constexpr std::size_t files_at_once = 64;

bool is_normal(std::string_view path) {
    for (const std::string_view odd : {"//", "/./", "/../"})
        if (path.find(odd) != std::string_view::npos)
            return false;
    return !path.ends_with('/') && !path.ends_with("/.") && !path.ends_with("/..");
}

} // namespace

AbsolutePaths::AbsolutePaths() : folder_(std::filesystem::current_path().string()) {
    if (!folder_.ends_with('/'))
        folder_ += '/';
}

std::string AbsolutePaths::of(const std::string &path) const {
    std::string absolute = path.starts_with('/') ? path : folder_ + path;
    return is_normal(absolute) ? absolute
                               : std::filesystem::path(absolute).lexically_normal().string();
}

std::vector<PhotoFile> files_of(std::span<const Photo> photos, int threads) {
    const AbsolutePaths absolute;
    std::vector<PhotoFile> files(photos.size());
    parallel_for((photos.size() + files_at_once - 1) / files_at_once, threads, [&] {
        return [&](std::size_t some) {
            const std::size_t end = std::min((some + 1) * files_at_once, photos.size());
            for (std::size_t i = some * files_at_once; i < end; ++i) {
                struct stat status {};
                ::stat(photos[i].path.c_str(), &status);
                files[i] = {absolute.of(photos[i].path), static_cast<std::uint64_t>(status.st_size),
                            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 +
                                status.st_mtim.tv_nsec};
            }
        };
    });
    return files;
}

std::optional<Digest> hash_file(const std::string &path) {
    const FileDescriptor file(path.c_str(), O_RDONLY | O_NONBLOCK); // it may be a pipe
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    std::vector<std::byte> block(std::min(read_block, static_cast<std::size_t>(status.st_size)));
    Hasher hasher;
    while (true) {
        const ssize_t got = ::read(file.get(), block.data(), block.size());
        if (got < 0)
            return std::nullopt;
        if (got == 0)
            return hasher.digest();
        hasher.add(std::span(block).first(static_cast<std::size_t>(got)));
    }
}

} // namespace tessera::internal
