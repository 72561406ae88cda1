// What an OME-TIFF says of itself.
#pragma once

#include <tessera/mosaic.hpp>

#include <string>

namespace tessera::internal {

/// OME-XML of a file that holds a mosaic as its only image, with where it comes from as a comment.
/// ASCII. Source: OME-TIFF specification; OME schema 2016-06.
[[nodiscard]] std::string ome_xml(const Mosaic &mosaic, double dpi);

} // namespace tessera::internal
