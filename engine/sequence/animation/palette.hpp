// A frame in at most 256 colours.
// Why: docs/decisions/gifs-are-put-together-by-cgif.md
#pragma once

#include "sequence/pixels.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tessera::internal {

/// Px as indices of a palette of colours, and one index for what is transparent, if anything is.
struct IndexedFrame {
    std::vector<std::uint8_t> palette{}; ///< colours x 3, RGB, at most 256
    std::vector<std::uint8_t> indices{}; ///< height x width
    std::optional<std::uint8_t> transparent{};
};

/// Exactly the frame, with alpha below 128 as transparent and other as opaque; nothing where it has
/// more colours than a palette holds.
[[nodiscard]] std::optional<IndexedFrame> index_exactly(const ImageView &frame);

/// The frame in the colours that libvips' gifsave finds for it. options: of gifsave.
/// Throws: vips::VError.
[[nodiscard]] IndexedFrame index_by_libvips(const ImageView &frame, const std::string &options,
                                            double dither, int effort);

} // namespace tessera::internal
