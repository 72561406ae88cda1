// Pictures at half their size.
#pragma once

#include <cstdint>
#include <span>

namespace tessera::internal {

/// Means of 2 x 2 px, rounded to the nearest, halves up. A last odd row or column counts twice.
/// from: height x width x 3; to: (height + 1) / 2 x (width + 1) / 2 x 3, written.
void halve(std::span<const std::uint8_t> from, int width, int height, std::span<std::uint8_t> to);

} // namespace tessera::internal
