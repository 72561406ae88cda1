#include "capi/objects.hpp"

namespace tessera::capi {

Handles<tessera_library, const TileLibrary> &libraries() {
    static Handles<tessera_library, const TileLibrary> all("library");
    return all;
}

Handles<tessera_source, const Source> &sources() {
    static Handles<tessera_source, const Source> all("source");
    return all;
}

Handles<tessera_mosaic, DrawnMosaic> &mosaics() {
    static Handles<tessera_mosaic, DrawnMosaic> all("mosaic");
    return all;
}

} // namespace tessera::capi
