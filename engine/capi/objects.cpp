#include "capi/objects.hpp"

namespace tessera::capi {

// Steps of 16 from an odd number: no address of anything that C programs could point to by mistake.
std::uintptr_t next_handle() noexcept {
    static std::atomic<std::uintptr_t> next{0x7E55'0001};
    return next.fetch_add(16);
}

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
