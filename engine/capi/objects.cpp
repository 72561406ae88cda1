#include "capi/objects.hpp"

namespace tessera::capi {

Handles<tessera_library, const TileLibrary> &libraries() {
    return handles<tessera_library, const TileLibrary>("library");
}

Handles<tessera_source, const Source> &sources() {
    return handles<tessera_source, const Source>("source");
}

Handles<tessera_mosaic, DrawnMosaic> &mosaics() {
    return handles<tessera_mosaic, DrawnMosaic>("mosaic");
}

} // namespace tessera::capi
