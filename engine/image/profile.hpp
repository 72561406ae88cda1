// The colour profile that all output carries.
#pragma once

#include <cstdint>
#include <vector>

namespace tessera {

/// libvips' sRGB profile, an ICC file.
[[nodiscard]] const std::vector<std::uint8_t> &srgb_profile();

} // namespace tessera
