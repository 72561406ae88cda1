// The digest of what a library is built of: see StoreInfo::inputs.
#pragma once

#include "base/hasher.hpp"

#include <tessera/geometry.hpp>

#include <cstdint>
#include <string_view>

namespace tessera::internal {

/// Not thread-safe.
class InputsDigest {
  public:
    /// options: as options_json() has them.
    InputsDigest(std::string_view options, TileShape shape) {
        hasher_.add(options)
            .add(static_cast<std::uint64_t>(shape.width))
            .add(static_cast<std::uint64_t>(shape.height));
    }

    /// The next photo, in the order of their paths. path: absolute.
    void add(std::string_view path, std::string_view name, std::uint64_t bytes,
             std::int64_t modified_ns) {
        hasher_.add(path).add(name).add(bytes).add(static_cast<std::uint64_t>(modified_ns));
    }

    [[nodiscard]] Digest digest() const { return hasher_.digest(); }

  private:
    Hasher hasher_;
};

} // namespace tessera::internal
