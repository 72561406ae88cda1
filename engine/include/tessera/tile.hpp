// A tile and where it comes from.
#pragma once

#include <tessera/digest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace tessera {

/// Dense index of a tile in its library: 0 .. size() - 1, in the byte order of the photos' paths.
using TileId = std::uint32_t;

/// What a library knows of one tile besides its pixels and its descriptor.
struct TileRecord {
    std::string path{}; ///< absolute path of the photo when the library was built; any bytes
    std::string name{}; ///< path below the folder that was given; any bytes, '/' between
    std::uint64_t file_bytes = 0; ///< size of the photo's file
    std::int64_t modified_ns = 0; ///< mtime, ns since 1970-01-01 UTC
    Digest content{};             ///< of the photo's file
    Digest pixels{};              ///< of the tile's pixels
    int width = 0, height = 0;    ///< of the upright photo, px
    std::string captured{};       ///< EXIF DateTimeOriginal as 2024-05-31T12:00:00, or empty

    bool operator==(const TileRecord &) const = default;
};

/// Parts of a tile, and of a cell, along a side: what descriptors of details look at.
inline constexpr int parts_of_side = 4;

/// What of a tile is compared. All in sRGB values, 0 .. 255.
struct TileFeatures {
    std::array<double, 3> mean{}; ///< mean red, green and blue by vips `stats`
    /// Means of its parts: parts_of_side x parts_of_side x 3, row-major.
    std::array<float, std::size_t{parts_of_side} * parts_of_side * 3> parts{};
    /// Whether each of 9 x 8 parts is clearly darker than the next in its row: photos that look the
    /// same differ in few of the bits. Source: Krawetz 2013, "Kind of Like That" (dHash).
    std::uint64_t fingerprint = 0;

    bool operator==(const TileFeatures &) const = default;
};

} // namespace tessera
