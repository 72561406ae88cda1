// The chain of a TIFF's pages, walked along.
// Why: docs/decisions/gifs-are-checked-before-libvips-reads-them.md
#pragma once

#include <string>

namespace tessera::internal {

/// That the directory of each page is there: of a file that was cut, libvips shows the pages that
/// are left, and says nothing. REQUIRES: a TIFF or BigTIFF. Throws: Error{unreadable_image} where a
/// directory lies beyond the end of the file. Source: TIFF 6.0, section 2; the same for BigTIFF,
/// whose numbers are wider.
void check_tiff_pages(const std::string &path);

} // namespace tessera::internal
