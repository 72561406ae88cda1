#include "write/parts/output.hpp"
#include "write/parts/parts.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

/// Returns 0 if all the bytes were there, ENODATA if the file ends before, or what the system says.
int read_all(int file, std::uint64_t offset, std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = ::pread(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (got == 0)
            return ENODATA;
        if (got < 0 && errno != EINTR)
            return errno;
        const std::size_t done = got < 0 ? 0 : static_cast<std::size_t>(got);
        offset += done;
        bytes = bytes.subspan(done);
    }
    return 0;
}

/// Whether what failed may work later.
bool may_get_better(int error) {
    return error == ENOENT || error == EMFILE || error == ENFILE || error == ENOMEM;
}

} // namespace

PartFile::PartFile(std::string path)
    : path_(std::move(path)),
      file_(std::make_unique<FileDescriptor>(path_.c_str(), O_RDONLY | O_NONBLOCK)) {
    if (file_->get() < 0)
        throw Error(may_get_better(errno) ? ErrorCode::parts_missing : ErrorCode::parts_unfit,
                    std::strerror(errno));
    struct stat status {};
    if (::fstat(file_->get(), &status) != 0 || !S_ISREG(status.st_mode))
        throw Error(ErrorCode::parts_unfit, "it is no file");
    std::vector<std::uint8_t> bytes(part_header_bytes);
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (const int error = read_all(file_->get(), 0, bytes); error == ENODATA)
        throw Error(ErrorCode::parts_unfit, "it is no part, or cut short");
    else if (error != 0)
        throw Error(ErrorCode::parts_missing, std::strerror(error));
    auto header = decode_part_header(bytes);
    if (!header)
        throw Error(ErrorCode::parts_unfit, "it is no part, or its header is damaged");
    header_ = std::move(*header);
    payload_bytes_ =
        std::accumulate(header_.sections.begin(), header_.sections.end(), std::uint64_t{0});
    if (size != part_header_bytes + payload_bytes_)
        throw Error(ErrorCode::parts_unfit, fmt::format("it has {} bytes, and should have {}", size,
                                                        part_header_bytes + payload_bytes_));
}

void PartFile::read(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
    if (const int error = read_all(file_->get(), part_header_bytes + offset, bytes);
        error == ENODATA)
        fail();
    else if (error != 0)
        throw Error(ErrorCode::parts_missing,
                    fmt::format("cannot read part '{}': {}", path_, std::strerror(error)));
}

void PartFile::read(std::size_t section, std::uint64_t offset,
                    std::span<std::uint8_t> bytes) const {
    if (offset + bytes.size() > section_bytes(section))
        fail();
    const auto end = header_.sections.begin() +
                     static_cast<std::ptrdiff_t>(std::min(section, header_.sections.size()));
    read(std::accumulate(header_.sections.begin(), end, offset), bytes);
}

void PartFile::fail() const {
    throw Error(ErrorCode::parts_unfit, fmt::format("part '{}' is damaged", path_));
}

void SectionReader::read(std::size_t count, std::vector<std::uint8_t> &bytes) {
    if (buffer_.size() - used_ < count)
        fill(count);
    const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(used_);
    bytes.insert(bytes.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
    used_ += count;
}

void SectionReader::fill(std::size_t count) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
    while (buffer_.empty() && parts_.size() > 1 &&
           next_ == parts_.front().section_bytes(section_)) {
        parts_ = parts_.subspan(1);
        next_ = 0;
    }
    const std::size_t had = buffer_.size();
    const std::uint64_t left = parts_.front().section_bytes(section_) - next_;
    if (had + left < count)
        parts_.front().fail();
    buffer_.resize(had + std::min<std::uint64_t>(left, std::max(count - had, buffer_bytes)));
    parts_.front().read(section_, next_, std::span(buffer_).subspan(had));
    next_ += buffer_.size() - had;
}

} // namespace tessera::internal
