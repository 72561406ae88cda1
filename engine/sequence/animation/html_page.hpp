// The page that plays frames: what stands before them and after them.
#pragma once

#include <tessera/sequence.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tessera::internal {

/// plays: 0 for ever. The page's title is that of the tags, or `name`.
[[nodiscard]] std::string page_start(Size size, int plays, const SequenceTags &tags,
                                     const std::string &name);

/// One frame. picture: a WebP file.
[[nodiscard]] std::string page_frame(std::span<const std::uint8_t> picture, double milliseconds);

[[nodiscard]] std::string_view page_end();

} // namespace tessera::internal
