// From a JPEG to a tile, without libvips where that isn't needed.
// Why: docs/decisions/jpegs-become-tiles-without-libvips.md
#pragma once

#include "image/codec/exif.hpp"
#include "image/codec/jpeg.hpp"
#include "image/open.hpp"
#include "image/tile/covering.hpp"
#include "image/tile/tile.hpp"

#include <optional>
#include <span>
#include <vector>

namespace tessera::internal {

/// Keeps its memory from photo to photo: one a thread.
class JpegTiles {
  public:
    /// The tile's pixels, and what of its record is in the file: content, size and date.
    /// Nothing where libvips had better make it. REQUIRES: file.is_jpeg().
    /// Throws: Error{unreadable_image}.
    [[nodiscard]] std::optional<Tile> make(const PictureFile &file, const TileOptions &options);

  private:
    /// What the decoder has open, and how it shows the photo.
    struct Opened {
        const JpegHeader &header;
        ExifOrientation orientation;
        Rect part; ///< that shows it
    };

    [[nodiscard]] std::optional<Tile> make_of_photo(const PictureFile &file,
                                                    const TileOptions &options);
    [[nodiscard]] std::optional<Tile> make_of_thumbnail(const PictureFile &file,
                                                        const TileOptions &options);
    [[nodiscard]] bool has_bars(const JpegHeader &thumbnail, const Rect &part);
    [[nodiscard]] bool make_pixels(const Opened &photo, const TileOptions &options,
                                   std::vector<std::uint8_t> &pixels);
    [[nodiscard]] std::span<const std::uint8_t> cover_with(const Opened &photo,
                                                           const Covering &covering);
    [[nodiscard]] std::span<const std::uint8_t> decode(int shrink, const Rect &part, int bands);

    JpegDecoder decoder_;
    Reducer reducer_;
    Scratch<std::uint8_t> file_, decoded_, reduced_;
};

} // namespace tessera::internal
