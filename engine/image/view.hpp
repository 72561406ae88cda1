// What every view of pixels is checked for.
#pragma once

#include <tessera/image_view.hpp>

#include <string>

namespace tessera::internal {

/// name: of the picture, in messages.
/// Throws: Error{invalid_argument} for a shape that there isn't, for no pixels, and for rows that
/// overlap or are further apart than memory reaches.
void check_view(const ImageView &view, const std::string &name);

} // namespace tessera::internal
