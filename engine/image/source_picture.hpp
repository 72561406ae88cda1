// The picture behind a Source, for the rooms that draw it.
#pragma once

#include <tessera/source.hpp>

#include <vips/vips8>

namespace tessera::internal {

struct SourcePicture {
    /// The picture as it is stored: not upright, not in sRGB.
    /// Throws: Error{unreadable_image}.
    [[nodiscard]] static vips::VImage load(const Source &source, VipsAccess access);
};

} // namespace tessera::internal
