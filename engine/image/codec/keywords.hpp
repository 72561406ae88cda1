// Keywords that a photo's owner gave it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>
#include <vips/vips8>

namespace tessera::internal {

/// Where a file keeps them. The bytes as libvips hands them out.
struct KeywordBlocks {
    std::span<const std::uint8_t> xmp{};  ///< an XMP packet
    std::span<const std::uint8_t> iptc{}; ///< IPTC IIM, alone or in Photoshop's image resources
};

/// Those of XMP (dc:subject; hierarchies of digiKam, Lightroom and Microsoft as People/Anna), then
/// those of IPTC (2:25) that aren't among them, each once, UTF-8. Of blocks that are damaged, what
/// stands before the damage. Thread-safe.
/// Source: ISO 16684-1:2019, sections 7 and 8.3; IPTC IIM 4.2, chapter 6.
[[nodiscard]] std::vector<std::string> keywords_of(const KeywordBlocks &blocks);

/// Those of a picture that libvips opened.
[[nodiscard]] std::vector<std::string> keywords_of(const vips::VImage &photo);

} // namespace tessera::internal
