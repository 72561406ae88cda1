#include "capi/objects.hpp"

namespace tessera::capi {

Handles<tessera_library, const TileLibrary> &libraries() {
    static auto &all =
        *new Handles<tessera_library, const TileLibrary>("library"); // for ever: see handles.hpp
    return all;
}

Handles<tessera_source, const Source> &sources() {
    static auto &all =
        *new Handles<tessera_source, const Source>("source"); // for ever: see handles.hpp
    return all;
}

Handles<tessera_mosaic, DrawnMosaic> &mosaics() {
    static auto &all =
        *new Handles<tessera_mosaic, DrawnMosaic>("mosaic"); // for ever: see handles.hpp
    return all;
}

} // namespace tessera::capi
