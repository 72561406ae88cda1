// A tile and where it comes from.
#pragma once

#include <tessera/digest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace tessera {

/// Dense index of a tile in its library: 0 .. size() - 1, in the byte order of the photos' paths.
using TileId = std::uint32_t;

/// Height x width x bands 8-bit values, row-major. Bands: 1 grey, 2 grey and alpha, 3 sRGB, 4 sRGB
/// and alpha.
struct PictureShape {
    int width = 0, height = 0, bands = 3;

    [[nodiscard]] std::uint64_t bytes() const noexcept {
        return static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) *
               static_cast<std::uint64_t>(bands);
    }
    bool operator==(const PictureShape &) const = default;
};

/// What a picture shows, in its owner's words: nothing, a number or a text of any bytes.
using Label = std::variant<std::monostate, std::int64_t, std::string>;

/// What a library knows of one tile besides its pixels and its features.
struct TileRecord {
    PictureShape shape{}; ///< of the pixels that are kept
    std::string path{};   ///< absolute path of the photo when the library was built; any bytes
    std::string name{};   ///< path below the folder that was given; any bytes, '/' between
    std::uint64_t file_bytes = 0; ///< size of the photo's file
    std::int64_t modified_ns = 0; ///< mtime, ns since 1970-01-01 UTC
    /// Of the photo's file; of a tile made of an embedded thumbnail: of the file's size and head.
    Digest content{};
    Digest pixels{};           ///< of the tile's pixels
    int width = 0, height = 0; ///< of the upright photo, px
    std::string captured{};    ///< EXIF DateTimeOriginal as 2024-05-31T12:00:00, or empty
    Label label{};
    std::vector<std::string> tags{}; ///< the photo's keywords; any bytes
    std::string variation{};         ///< how it was made of the photo, as JSON; empty: as usual

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
    /// Tiles of the same number count as one photo in rules of repetition: copies of a file, and
    /// variations of a picture. 0 is a photo of its own.
    std::uint64_t picture = 0;

    bool operator==(const TileFeatures &) const = default;
};

} // namespace tessera
