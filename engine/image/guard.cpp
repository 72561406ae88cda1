#include "image/guard.hpp"

#include "base/descriptors.hpp"

#include <algorithm>
#include <memory>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {

std::string take_vips_error() {
    // vips_error_buffer_copy copies and clears under libvips' own lock.
    const std::unique_ptr<char, decltype(&g_free)> text(vips_error_buffer_copy(), &g_free);
    std::string result(text.get());
    while (!result.empty() && result.back() == '\n')
        result.pop_back();
    return result;
}

Error vips_failure(ErrorCode code, const std::string &message) {
    std::string detail = take_vips_error();
    if (!says_too_many_files(detail) && !lacks_descriptors())
        return {code, message, std::move(detail)};
    const std::size_t task = std::min(message.find("': "), message.size() - 1) + 1;
    return {code, fmt::format("{}: {}", message.substr(0, task), too_many_files()),
            std::move(detail)};
}

} // namespace tessera::internal
