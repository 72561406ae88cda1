// JPEGs as cameras and other programs write them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>
#include <vips/vips8>

namespace tessera::test {

struct JpegOptions {
    int quality = 90;
    int across = 1, down = 1; ///< px a sample of chroma stands for
    bool progressive = false;
    bool arithmetic = false;
    bool rgb = false;     ///< no YCbCr; says so in an Adobe marker
    int restart_rows = 0; ///< rows of MCUs between restarts
};

/// The bytes of a JPEG. picture: 8-bit, 1 or 3 bands.
[[nodiscard]] std::string jpeg_of(const vips::VImage &picture, const JpegOptions &options = {});

/// The same file with EXIF data: an orientation, and a thumbnail (a JPEG) if that isn't empty.
[[nodiscard]] std::string with_exif(const std::string &jpeg, int orientation,
                                    const std::string &thumbnail = {}, bool big_endian = false);

/// The EXIF data alone, from "Exif\0\0" on.
[[nodiscard]] std::string exif_data(int orientation, const std::string &thumbnail, bool big_endian);

} // namespace tessera::test
