#include "write/canvas/whole.hpp"

#include "write/output_file.hpp"

#include <tessera/error.hpp>

#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <system_error>
#include <vector>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t fits_block = 2880; // bytes; source: FITS 4.0, 3.1
constexpr std::size_t probe_bytes = 1 << 20;

/// Whether a file of a size that is known beforehand has it.
bool has_its_end(const SavedFile &saved) {
    std::error_code none; // then it has no size either
    const std::uint64_t bytes = fs::file_size(saved.path, none);
    return saved.saver == "rawsave" ? bytes == saved.pixel_bytes
                                    : bytes % fits_block == 0 && bytes > saved.pixel_bytes;
}

/// Writes a file and removes it: a disk that had no room for a small picture has none for this one.
void check_room(const SavedFile &saved) {
    const fs::path place = fs::path(saved.path).parent_path() / ".room";
    OutputFile probe(place.string(), saved.target, OutputFile::Name::removed);
    probe.append(std::vector<std::uint8_t>(probe_bytes));
    probe.close();
}

} // namespace

void check_whole(const SavedFile &saved) {
    if (saved.saver == "dzsave")
        check_room(saved);
    else if ((saved.saver == "rawsave" || saved.saver == "fitssave") && !has_its_end(saved))
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write '{}': its end is missing; the disk may be full",
                                saved.target));
}

} // namespace tessera::internal
