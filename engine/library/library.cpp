#include <tessera/error.hpp>
#include <tessera/library.hpp>

#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {

TileLibrary TileLibrary::open(const std::string &path) {
    auto store = open_store(path);
    if (store->info().tile == any_shape)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("'{}' holds pictures of different sizes; a library of tiles of one "
                                "size was wanted",
                                path));
    return TileLibrary(std::move(store));
}

TileLibrary::TileLibrary(std::shared_ptr<const TileStore> store) : store_(std::move(store)) {}

} // namespace tessera
