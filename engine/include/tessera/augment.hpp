// Variations of tiles: how one picture becomes several.
#pragma once

#include <tessera/export.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace tessera {

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

} // namespace tessera
