// The blocks of a GIF, walked over: whether they are all there, and how large its canvas is.
// Why: docs/decisions/gifs-are-checked-before-libvips-reads-them.md
#pragma once

#include <tessera/geometry.hpp>

#include <string>

namespace tessera::internal {

/// Size of a GIF's canvas, as its header says; libvips takes another for odd ones. libvips also
/// passes over frames that are cut short.
/// Throws: Error{unreadable_image} where the file ends within a block, or has no frame. A missing
/// trailer alone is none: such files are common.
/// Source: GIF89a, sections 18 to 27.
[[nodiscard]] Size check_gif(const std::string &path);

} // namespace tessera::internal
