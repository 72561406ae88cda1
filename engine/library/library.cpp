#include <tessera/library.hpp>

#include <utility>

namespace tessera {

TileLibrary TileLibrary::open(const std::string &path) { return TileLibrary(open_store(path)); }

TileLibrary::TileLibrary(std::shared_ptr<const TileStore> store) : store_(std::move(store)) {}

} // namespace tessera
