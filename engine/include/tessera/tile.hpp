// A tile: how it is made of a photo, where it comes from, and what of it is compared.
#pragma once

#include <tessera/digest.hpp>
#include <tessera/export.hpp>
#include <tessera/geometry.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
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

/// What can be varied, in the order in which it is done. Colours are sRGB values.
enum class Change {
    flip,       ///< mirrored; the number is its chance, 0 .. 1
    rotate,     ///< degrees, clockwise; enlarged as far as no corner stays empty
    hue,        ///< degrees
    saturation, ///< factor
    greyscale,  ///< the number is its chance, 0 .. 1
    brightness, ///< factor
    contrast,   ///< factor, about the middle of the scale
    blur,       ///< standard deviation of a Gaussian, px of the tile
    sharpen,    ///< how much of the difference to a blur of 1 px is added
    noise,      ///< standard deviation, 0 .. 255
};

/// A number is drawn between these, of each tile anew. Of flip and greyscale they are equal.
struct Augmentation {
    Change change{};
    double least = 0, most = 0;

    bool operator==(const Augmentation &) const = default;
};

/// In the order of Change, each once.
class Augmentations {
  public:
    Augmentations() = default;
    /// Sorts them. Throws: Error{invalid_argument} where a change comes twice.
    TESSERA_API explicit Augmentations(std::span<const Augmentation> augmentations);

    [[nodiscard]] const Augmentation *begin() const noexcept { return all_.data(); }
    [[nodiscard]] const Augmentation *end() const noexcept { return all_.data() + size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    bool operator==(const Augmentations &) const = default;

  private:
    std::array<Augmentation, static_cast<std::size_t>(Change::noise) + 1> all_{};
    std::size_t size_ = 0;
};

/// Reads "brightness=0.8..1.2", "blur=2", or "hue" for a usual range; several separated by commas.
/// Throws: Error{invalid_argument} that says what was wanted, and suggests names.
[[nodiscard]] TESSERA_API Augmentations parse_augmentations(const std::string &text);

/// As parse_augmentations() reads it.
[[nodiscard]] TESSERA_API std::string to_string(const Augmentation &augmentation);

/// Which part of a photo becomes the tile.
enum class Crop {
    centre,
    entropy,   ///< where most is going on
    attention, ///< where a person would look: skin, saturated colour, edges
};

/// What makes a tile of a photo.
struct TileOptions {
    TileShape shape{};
    Crop crop = Crop::centre;
    Rgb background{}; ///< behind transparent pixels
    /// Take the thumbnail that cameras embed in JPEGs, if it is large enough; read but the head
    /// of the file: many times faster, and as good as that thumbnail. Damage to the photo itself
    /// goes unseen.
    bool embedded = false;

    /// Different parts of each photo, 1 .. 1000, that become tiles; fewer where it hasn't the px.
    /// With Crop::centre they are spread over it, otherwise they are those where most is to be
    /// seen.
    int crops = 1;
    Augmentations augment{}; ///< how tiles are varied
    int copies = 1;          ///< that are varied, besides the tile as it is, 1 .. 1000
    std::uint64_t seed = 0;  ///< of what is drawn for them

    /// Of animations and videos the first of so many frames becomes a tile, and so on; whole films
    /// only: all of one's tiles are in memory at a time, of up to 1 GiB. 0: of animations the first
    /// frame alone, of videos every frame. Crops, copies and `embedded` are not for frames.
    int every = 0;

    bool operator==(const TileOptions &) const = default;
};

} // namespace tessera
