// JPEGs decoded by libjpeg-turbo itself, scaled down while they are.
#pragma once

#include <tessera/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tessera::internal {

/// What a JPEG says before its pixels.
struct JpegHeader {
    int width = 0, height = 0; ///< as stored, px
    int bands = 0;             ///< 1 grey, 3 colour
    /// Empty: none. Valid until the next open(). IPTC data lie in Photoshop's image resources.
    std::span<const std::uint8_t> exif{}, xmp{}, iptc{};
    std::vector<std::uint8_t> profile{}; ///< ICC; empty: none
};

/// libvips decodes the same pixels, but line by line through a cache and its locks, which for a
/// small photo takes longer than the decoding, and holds up other threads. This one leaves to
/// libvips what it had better see for itself: CMYK, arithmetic coding and other rare kinds, and
/// anything that libjpeg-turbo warns of. One decoder a thread.
class JpegDecoder {
  public:
    JpegDecoder();
    ~JpegDecoder();
    JpegDecoder(const JpegDecoder &) = delete;
    JpegDecoder &operator=(const JpegDecoder &) = delete;

    /// Nothing where libvips had better read it. file: stays as it is until decode() is done.
    [[nodiscard]] std::optional<JpegHeader> open(std::span<const std::uint8_t> file);

    /// Pixels of the picture that open() named: of its size divided by `shrink`, rounded up, the
    /// columns and rows of `part`. All of the file is read, so that damage shows wherever it is.
    /// pixels: rows x columns x bands. shrink: 1, 2, 4 or 8. False where libvips had better try.
    [[nodiscard]] bool decode(int shrink, const Rect &part, std::span<std::uint8_t> pixels);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace tessera::internal
