#include "write/output_file.hpp"

#include <tessera/error.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr mode_t for_all = 0666; // less the umask

} // namespace

OutputFile::OutputFile(const std::string &path, std::string target, Name name)
    : file_(path.c_str(), O_CREAT | O_EXCL | O_RDWR, for_all), target_(std::move(target)) {
    if (file_.get() < 0)
        fail();
    if (name == Name::removed)
        ::unlink(path.c_str()); // O_TMPFILE would do, but not on every file system
}

void OutputFile::write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno != EINTR)
            fail();
        const std::size_t done = written < 0 ? 0 : static_cast<std::size_t>(written);
        offset += done;
        bytes = bytes.subspan(done);
    }
}

std::uint64_t OutputFile::append(std::span<const std::uint8_t> bytes) {
    const std::uint64_t begin = reserve(bytes.size());
    write_at(begin, bytes);
    return begin;
}

void OutputFile::read_at(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
    while (!bytes.empty()) {
        const ssize_t read =
            ::pread(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (read == 0)
            throw Error(ErrorCode::write_failed,
                        fmt::format("cannot write '{}': its file became shorter", target_));
        if (read < 0 && errno != EINTR)
            fail();
        const std::size_t done = read < 0 ? 0 : static_cast<std::size_t>(read);
        offset += done;
        bytes = bytes.subspan(done);
    }
}

void OutputFile::close() {
    if (!file_.close())
        fail();
}

void OutputFile::fail() const {
    throw Error(ErrorCode::write_failed,
                fmt::format("cannot write '{}': {}", target_, std::strerror(errno)));
}

std::string path_in(const std::string &folder, const Target &target) {
    return (std::filesystem::path(folder) / std::filesystem::path(target.path).filename()).string();
}

} // namespace tessera::internal
