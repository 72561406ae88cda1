// What libvips does not say of the files that it wrote.
#pragma once

#include <tessera/writer.hpp>

#include <cstdint>
#include <string>

namespace tessera::internal {

/// What a saver of libvips was told to write.
struct SavedFile {
    const std::string &saver;      ///< nickname of the operation, for example "rawsave"
    const std::string &path;       ///< that it was given
    const std::string &target;     ///< that users know it by
    std::uint64_t pixel_bytes = 0; ///< of the whole canvas
};

/// Checks that nothing is missing at the end. libvips 8.14 says nothing when the last bytes of a
/// raw or FITS file find no room on the disk, or small pictures of a deep-zoom tree. Throws:
/// Error{write_failed}.
void check_whole(const SavedFile &saved);

} // namespace tessera::internal
