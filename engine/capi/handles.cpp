#include "capi/handles.hpp"

namespace tessera::capi {

// Steps of 16 from an odd number: no address of anything that C programs could point to by mistake.
std::uintptr_t next_handle() noexcept {
    static std::atomic<std::uintptr_t> next{0x7E55'0001};
    return next.fetch_add(16);
}

} // namespace tessera::capi
