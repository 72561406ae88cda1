#include "image/view.hpp"

#include <tessera/error.hpp>

#include <cstdint>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {

void check_view(const ImageView &view, const std::string &name) {
    if (view.width < 1 || view.height < 1 || view.width > max_side || view.height > max_side ||
        view.bands < 1 || view.bands > 4)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' is {} x {} px of {} bands; 1 to {} px and 1 to 4 bands were "
                                "wanted",
                                name, view.width, view.height, view.bands, max_side));
    if (!view.data)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has no pixels: their address is null", name));
    const auto below = static_cast<std::size_t>(view.height) - 1;
    if (view.step() < view.row_bytes() ||
        (below > 0 && view.step() > (PTRDIFF_MAX - view.row_bytes()) / below))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' has {} rows of {} bytes that begin every {} bytes", name,
                                view.height, view.row_bytes(), view.step()));
}

} // namespace tessera::internal
