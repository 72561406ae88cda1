// What a library is called by in an HDF5 file: docs/formats.md has it in full.
#pragma once

#include <string_view>

namespace tessera::internal::hdf5_layout {

// Attributes of the root; the last one also of `features`.
inline constexpr const char *format = "format";
inline constexpr std::string_view format_name = "tessera-library 3";
inline constexpr const char *info = "info";
inline constexpr const char *digest = "digest";

// Of a library of tiles.
inline constexpr const char *images = "images";
inline constexpr const char *features = "features";

// Of pictures of any shape.
inline constexpr const char *pictures = "pictures";
inline constexpr const char *picture_pixels = "pictures/pixels";
inline constexpr const char *picture_offsets = "pictures/offsets";
inline constexpr const char *picture_shapes = "pictures/shapes";

// Of both. What stands in `photos` and `labels` is for other programs, and read by none of ours.
inline constexpr const char *records = "records";
inline constexpr const char *record_bytes = "records/sealed";
inline constexpr const char *record_offsets = "records/offsets";
inline constexpr const char *photos = "photos";
inline constexpr const char *labels = "labels";

} // namespace tessera::internal::hdf5_layout
