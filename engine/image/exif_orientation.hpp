// How a picture lies in its file.
#pragma once

namespace tessera::internal {

/// How an EXIF orientation lays the upright picture on the stored one: first the axes change
/// places, then they are reversed. Source: EXIF 2.32, 4.6.4 A, tag 274.
struct ExifOrientation {
    explicit constexpr ExifOrientation(int exif)
        : swapped(exif >= 5), reversed_x(exif == 2 || exif == 3 || exif == 7 || exif == 8),
          reversed_y(exif == 3 || exif == 4 || exif == 6 || exif == 7) {}

    bool swapped, reversed_x, reversed_y; ///< of the stored picture's axes
};

} // namespace tessera::internal
