// What a photo's EXIF data says of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace tessera::internal {

struct Exif {
    int orientation = 1;    ///< 1 .. 8, tag 274
    std::string captured{}; ///< DateTimeOriginal as 2024-05-31T12:00:00, or empty
    std::span<const std::uint8_t> thumbnail{}; ///< a JPEG within the data, or empty
};

/// bytes: a TIFF structure, with or without "Exif\0\0" before it. What is missing, damaged or
/// beyond the end counts as not there. Source: EXIF 2.32, 4.5 and 4.6. Thread-safe.
[[nodiscard]] Exif parse_exif(std::span<const std::uint8_t> bytes);

} // namespace tessera::internal
