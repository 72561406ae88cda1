// The digest of a library's tiles and their names: what a plan is bound to.
#pragma once

#include "base/hasher.hpp"

#include <tessera/geometry.hpp>
#include <tessera/tile.hpp>

#include <cstdint>
#include <string_view>

namespace tessera::internal {

/// Not thread-safe.
class TilesDigest {
  public:
    explicit TilesDigest(TileShape tile) {
        hasher_.add(static_cast<std::uint64_t>(tile.width))
            .add(static_cast<std::uint64_t>(tile.height));
    }

    /// The next tile's, in the order of their ids.
    void add(const TileRecord &record) {
        hasher_.add(std::string_view(record.name)).add(record.pixels);
    }

    [[nodiscard]] Digest digest() const { return hasher_.digest(); }

  private:
    Hasher hasher_;
};

} // namespace tessera::internal
