// One kind of store, as the registry sees it.
#pragma once

#include "base/option_list.hpp"

#include <tessera/tile_store.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::internal {

/// What a new store is to be.
struct StoreRequest {
    std::string path{};
    TileShape tile{};     ///< of every picture, or any_shape
    bool replace = false; ///< an existing store gives way, once the new one is whole
};

/// Makes and opens the stores of one kind. Stateless; thread-safe.
class StoreKind {
  public:
    virtual ~StoreKind() = default;

    /// What users choose it by.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    /// Whether a store of this kind is at `path`, by its first bytes; false where nothing can be
    /// read. Must not wait for a pipe.
    [[nodiscard]] virtual bool is_at(const std::string &path) const = 0;

    /// REQUIRES: is_at(path). Throws: Error{corrupt_store}.
    [[nodiscard]] virtual std::unique_ptr<TileStore> open(const std::string &path) const = 0;

    /// Starts a store. `options` hands out what stood in brackets behind the name; an option that
    /// is not taken is refused. Throws: Refusal for the value of an option; Error{write_failed}.
    [[nodiscard]] virtual std::unique_ptr<TileStoreBuilder> create(const StoreRequest &request,
                                                                   OptionList &options) const = 0;

    /// The options that a store was made with, as create() takes them: "deflate=4", or empty.
    /// REQUIRES: is_at(path). Throws: Error{corrupt_store}.
    [[nodiscard]] virtual std::string options_at(const std::string &path) const;
};

/// The kinds that engine/store/CMakeLists.txt lists, in its order.
[[nodiscard]] std::vector<const StoreKind *> built_in_stores();

} // namespace tessera::internal
