// Tiles: how they are made from photos, where they come from, and which of their features are
// compared.
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

/// Index of a tile in its library: 0 .. size() - 1, in the byte order of the photos' paths.
using TileId = std::uint32_t;

/// The shape of a picture: height x width x bands 8-bit values, row-major. The bands are: 1 grey; 2
/// grey and alpha; 3 sRGB; 4 sRGB and alpha.
struct PictureShape {
    int width = 0, height = 0, bands = 3;

    /// Returns the bytes of the pixels.
    [[nodiscard]] std::uint64_t bytes() const noexcept {
        return static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) *
               static_cast<std::uint64_t>(bands);
    }
    bool operator==(const PictureShape &) const = default;
};

/// The subject of a picture in its owner's words: nothing, a number, or a text of any bytes.
using Label = std::variant<std::monostate, std::int64_t, std::string>;

/// All that a library records about a tile besides its pixels and features.
struct TileRecord {
    PictureShape shape{}; ///< shape of the stored pixels
    std::string path{};   ///< absolute path of the photo when the library was built; any bytes
    std::string name{};   ///< path below the given folder, separated by '/'; any bytes
    std::uint64_t file_bytes = 0; ///< size of the photo's file
    std::int64_t modified_ns = 0; ///< mtime, ns since 1970-01-01 UTC
    /// Digest of the photo's file. For a tile made from an embedded thumbnail it covers the file's
    /// size and its head.
    Digest content{};
    Digest pixels{};           ///< digest of the tile's pixels
    int width = 0, height = 0; ///< size of the upright photo, px
    std::string captured{};    ///< EXIF DateTimeOriginal as 2024-05-31T12:00:00; may be empty
    Label label{};
    std::vector<std::string> tags{}; ///< the photo's keywords; any bytes
    std::string variation{};         ///< how the tile was varied, as JSON; empty if it wasn't

    bool operator==(const TileRecord &) const = default;
};

/// Number of parts along a side of a tile or a cell. Descriptors of details compare these parts.
inline constexpr int parts_of_side = 4;

/// The features of a tile that are compared. Colours are sRGB values, 0 .. 255.
struct TileFeatures {
    std::array<double, 3> mean{}; ///< mean red, green and blue as vips `stats` computes them
    /// Means of the tile's parts: parts_of_side x parts_of_side x 3, row-major.
    std::array<float, std::size_t{parts_of_side} * parts_of_side * 3> parts{};
    /// A bit for each of 9 x 8 parts: whether it is clearly darker than the next part in its row.
    /// Photos that look the same differ in few bits.
    /// Source: Krawetz 2013, "Kind of Like That" (dHash).
    std::uint64_t fingerprint = 0;
    /// Rules of repetition count tiles with the same number as one photo: copies of a file, and
    /// variations of a picture. With 0 the tile counts as a photo of its own.
    std::uint64_t picture = 0;

    bool operator==(const TileFeatures &) const = default;
};

/// The changes that vary a tile, in the order in which they are applied. Colours are sRGB values.
enum class Change {
    flip,       ///< mirrors the tile; the number is the probability, 0 .. 1
    rotate,     ///< turns clockwise by degrees, and enlarges until no corner is empty
    hue,        ///< shifts the hue by degrees
    saturation, ///< multiplies the saturation
    greyscale,  ///< removes the colour; the number is the probability, 0 .. 1
    brightness, ///< multiplies the brightness
    contrast,   ///< multiplies the contrast about the middle of the scale
    blur,       ///< blurs with a Gaussian of this standard deviation, px of the tile
    sharpen,    ///< adds this much of the difference to a blur of 1 px
    noise,      ///< adds noise of this standard deviation, 0 .. 255
};

/// A change and the range of its number, which is drawn anew for each tile. For flip and greyscale
/// both ends are equal.
struct Augmentation {
    Change change{};
    double least = 0, most = 0;

    bool operator==(const Augmentation &) const = default;
};

/// A set of augmentations in the order of Change, each change at most once.
class Augmentations {
  public:
    Augmentations() = default;
    /// Sorts the augmentations. Throws: Error{invalid_argument} if a change occurs twice.
    TESSERA_API explicit Augmentations(std::span<const Augmentation> augmentations);

    [[nodiscard]] const Augmentation *begin() const noexcept { return all_.data(); }
    [[nodiscard]] const Augmentation *end() const noexcept { return all_.data() + size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    bool operator==(const Augmentations &) const = default;

  private:
    std::array<Augmentation, static_cast<std::size_t>(Change::noise) + 1> all_{};
    std::size_t size_ = 0;
};

/// Parses augmentations, separated by commas: "brightness=0.8..1.2", "blur=2", or "hue" for its
/// usual range.
/// Throws: Error{invalid_argument} that says what was wanted, and suggests names.
[[nodiscard]] TESSERA_API Augmentations parse_augmentations(const std::string &text);

/// Returns the text that parse_augmentations() reads as this augmentation.
[[nodiscard]] TESSERA_API std::string to_string(const Augmentation &augmentation);

/// The part of a photo that becomes the tile.
enum class Crop {
    centre,
    entropy,   ///< the busiest part
    attention, ///< the part that draws the eye: skin, saturated colours, edges
};

/// How tiles are made from a photo.
struct TileOptions {
    TileShape shape{};
    Crop crop = Crop::centre;
    Rgb background{}; ///< colour behind transparent pixels
    /// Uses the thumbnail that cameras embed in JPEGs, if it is large enough. Then only the head of
    /// the file is read, which is many times faster. The tile is only as good as the thumbnail, and
    /// damage to the photo itself isn't noticed.
    bool embedded = false;

    /// Number of different parts of each photo that become tiles, 1 .. 1000; fewer if the photo is
    /// too small. With Crop::centre they are spread over the photo. Otherwise they are the most
    /// interesting parts.
    int crops = 1;
    Augmentations augment{}; ///< how copies of a tile are varied
    int copies = 1;          ///< varied copies of each tile, besides the unvaried tile, 1 .. 1000
    std::uint64_t seed = 0;  ///< decides the numbers that are drawn for the copies

    /// Makes a tile of the first of every N frames of animations and videos. With 0, an animation
    /// gives its first frame only, and a video gives all frames. All tiles of a film are in memory
    /// at a time and may take up to 1 GiB. Each frame is used whole: `crops`, `copies` and
    /// `embedded` don't apply to frames.
    int every = 0;

    bool operator==(const TileOptions &) const = default;
};

} // namespace tessera
