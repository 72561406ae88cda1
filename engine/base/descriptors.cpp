#include "base/descriptors.hpp"

#include "base/file_descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace tessera::internal {
namespace {

constexpr std::size_t wanted = 4; // for a file, libvips' copy of it, and what lies between

constexpr std::array<std::string_view, 2> signs = {"Too many open files", "Error 24"};

} // namespace

bool says_too_many_files(std::string_view words) {
    return std::ranges::any_of(
        signs, [&](std::string_view sign) { return words.find(sign) != words.npos; });
}

bool lacks_descriptors() {
    std::array<FileDescriptor, wanted> free;
    for (FileDescriptor &each : free) {
        each = FileDescriptor("/dev/null", O_RDONLY);
        if (each.get() < 0)
            return errno == EMFILE || errno == ENFILE;
    }
    return false;
}

std::string_view too_many_files() { return signs[0]; }

} // namespace tessera::internal
