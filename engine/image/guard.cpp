#include "image/guard.hpp"

#include <memory>

namespace tessera::internal {

std::string take_vips_error() {
    // vips_error_buffer_copy copies and clears under libvips' own lock.
    const std::unique_ptr<char, decltype(&g_free)> text(vips_error_buffer_copy(), &g_free);
    std::string result(text.get());
    while (!result.empty() && result.back() == '\n')
        result.pop_back();
    return result;
}

} // namespace tessera::internal
