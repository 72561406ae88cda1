#include "image/tile/covering.hpp"

#include <algorithm>
#include <initializer_list>

namespace tessera::internal {
namespace {

/// Shrinking while decoding is a plain block average, so at least a factor of two is left to the
/// better filter that follows.
int decoder_shrink(double factor, int longest) {
    for (const int shrink : {8, 4, 2})
        if (shrink <= longest && factor >= 2 * shrink)
            return shrink;
    return 1;
}

double common_factor(Size size, TileShape tile) {
    return std::min(double(size.width) / tile.width, double(size.height) / tile.height);
}

Reduction axis(std::int64_t length, double factor, int count, bool reversed) {
    Reduction result = Reduction::all(static_cast<int>(length), factor);
    const int spare = result.count - count;
    result.count = count;
    result.first = reversed ? spare - spare / 2 : spare / 2;
    return result;
}

} // namespace

Covering Covering::whole() const {
    return {shrink, Reduction::all(columns.length, columns.factor),
            Reduction::all(rows.length, rows.factor)};
}

Covering cover(Size stored, ExifOrientation orientation, TileShape tile, int longest_shrink) {
    if (orientation.swapped)
        std::swap(tile.width, tile.height);
    const int shrink = decoder_shrink(common_factor(stored, tile), longest_shrink);
    const Size decoded{std::max<std::int64_t>(1, stored.width / shrink),
                       std::max<std::int64_t>(1, stored.height / shrink)};
    const double factor = 1.0 / (1.0 / common_factor(decoded, tile)); // as it is handed on
    return {shrink, axis(decoded.width, factor, tile.width, orientation.reversed_x),
            axis(decoded.height, factor, tile.height, orientation.reversed_y)};
}

} // namespace tessera::internal
