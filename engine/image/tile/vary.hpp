// Varied pixels.
// Why: docs/decisions/crops-come-from-one-shrunk-photo.md
#pragma once

#include <tessera/geometry.hpp>
#include <tessera/tile.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace tessera::internal {

/// Random numbers that are the same on every machine.
/// Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators" (SplitMix64).
class SplitMix {
  public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}

    [[nodiscard]] std::uint64_t next() noexcept {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    /// 0 .. 1, without 1.
    [[nodiscard]] double uniform() noexcept {
        return static_cast<double>(next() >> 11) * 0x1.0p-53;
    }

  private:
    std::uint64_t state_;
};

/// One change with the number that was drawn for it.
struct Drawn {
    Change change{};
    double value = 0;
};

/// A number of each, to a thousandth; of chances those alone that came true, as 1.
[[nodiscard]] std::vector<Drawn> draw(std::span<const Augmentation> augmentations,
                                      SplitMix &random);

/// The tile, changed in the order given. pixels: height x width x 3 uint8 sRGB. The same on every
/// machine as far as its sine and exponential are.
/// Source of hue and saturation: W3C Filter Effects 1, 9.6 (feColorMatrix).
[[nodiscard]] std::vector<std::uint8_t> vary(std::span<const std::uint8_t> pixels, TileShape shape,
                                             std::span<const Drawn> changes, SplitMix &random);

} // namespace tessera::internal
