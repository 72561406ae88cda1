// JPEGs decoded by libjpeg-turbo itself, scaled down while they are.
#pragma once

#include "image/open.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vips/vips8>

namespace tessera {

/// A decoded picture and the memory that it lies in.
struct JpegPixels {
    std::unique_ptr<std::uint8_t[]> memory;
    vips::VImage image; ///< with the profile and the orientation of the file
};

/// libvips decodes the same pixels, but line by line through a cache and its locks, which for a
/// small photo takes longer than the decoding, and holds up other threads. Nothing where libvips
/// had better see for itself: CMYK and other rare kinds, very large files, and anything that
/// libjpeg-turbo warns of. header: of the file, by libvips. shrink: 1, 2, 4 or 8. Thread-safe.
[[nodiscard]] std::optional<JpegPixels> decode_jpeg(const PictureFile &file,
                                                    const vips::VImage &header, int shrink);

} // namespace tessera
