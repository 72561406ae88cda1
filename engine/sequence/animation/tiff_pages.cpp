#include "sequence/animation/tiff_pages.hpp"

#include "image/open.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <set>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::uint64_t big_version = 43;

class Directories {
  public:
    explicit Directories(const std::string &path) : file_(path, std::ios::binary) {
        most_significant_first_ = number(2) == 'M' * 256 + 'M';
        is_big_ = number(2) == big_version;
        if (is_big_)
            number(4); // how wide an offset is
        next_ = number(offset_bytes());
    }

    /// Where the next directory is; 0 behind the last one.
    [[nodiscard]] std::uint64_t next() const noexcept { return next_; }

    /// False where the file ends before that directory does.
    bool pass() {
        file_.seekg(static_cast<std::streamoff>(next_));
        const std::uint64_t entries = number(is_big_ ? 8 : 2);
        file_.seekg(static_cast<std::streamoff>(entries * (is_big_ ? 20 : 12)), std::ios::cur);
        next_ = number(offset_bytes());
        return file_.good();
    }

  private:
    [[nodiscard]] std::size_t offset_bytes() const noexcept { return is_big_ ? 8 : 4; }

    std::uint64_t number(std::size_t bytes) {
        std::array<char, 8> read{};
        file_.read(read.data(), static_cast<std::streamsize>(bytes));
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8 |
                    static_cast<unsigned char>(read[most_significant_first_ ? i : bytes - 1 - i]);
        return value;
    }

    std::ifstream file_;
    bool most_significant_first_ = false, is_big_ = false;
    std::uint64_t next_ = 0;
};

} // namespace

void check_tiff_pages(const std::string &path) {
    Directories directories(path);
    std::set<std::uint64_t> seen; // a chain that comes back to itself is libtiff's to end
    while (directories.next() != 0 && seen.insert(directories.next()).second)
        if (!directories.pass())
            throw unreadable(path, fmt::format("it is cut short: page {} is missing", seen.size()));
}

} // namespace tessera::internal
