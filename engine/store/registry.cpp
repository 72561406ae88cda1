#include "store/registry.hpp"

#include "base/descriptors.hpp"
#include "base/run.hpp"
#include "store/folder/numbered_folder.hpp"

#include <tessera/error.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <spdlog/fmt/fmt.h>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace tessera::internal {
namespace {

/// Thread-safe.
class Registry {
  public:
    [[nodiscard]] std::vector<const StoreKind *> kinds() const {
        const std::lock_guard lock(mutex_);
        return kinds_;
    }

    void add(const StoreKind &kind) {
        const std::lock_guard lock(mutex_);
        kinds_.push_back(&kind);
    }

  private:
    mutable std::mutex mutex_;
    std::vector<const StoreKind *> kinds_ = built_in_stores();
};

Registry &registry() {
    static Registry all;
    return all;
}

/// The kind of store that is there; null if there is none.
const StoreKind *kind_at(const std::string &path) {
    for (const StoreKind *kind : registry().kinds())
        if (kind->is_at(path))
            return kind;
    if (lacks_descriptors())
        throw unopened_store(path, EMFILE);
    return nullptr;
}

/// Null if there is none of that name.
const StoreKind *kind_of(std::string_view name) {
    for (const StoreKind *kind : registry().kinds())
        if (kind->name() == name)
            return kind;
    return nullptr;
}

/// "hdf5[deflate=4]": a kind, and what it is told.
struct Wanted {
    std::string_view name, options;

    explicit Wanted(std::string_view text) : name(text) {
        const auto bracket = text.find('[');
        if (bracket == std::string_view::npos || !text.ends_with(']'))
            return;
        name = text.substr(0, bracket);
        options = text.substr(bracket + 1, text.size() - bracket - 2);
    }
};

} // namespace

std::string StoreKind::options_at(const std::string &) const { return {}; }

void add_store_kind(const StoreKind &kind) { registry().add(kind); }

std::string store_kind_and_options(const std::string &path) {
    const StoreKind *kind = kind_at(path);
    const std::string options = kind ? kind->options_at(path) : std::string();
    return options.empty() ? store_kind(path) : fmt::format("{}[{}]", kind->name(), options);
}

Error unopened_store(const std::string &path, int error) {
    return {ErrorCode::unreadable_image,
            fmt::format("cannot open tile library '{}': {}", path, std::strerror(error))};
}

} // namespace tessera::internal

namespace tessera {
using namespace internal;

TileStore::~TileStore() = default;
TileStoreBuilder::~TileStoreBuilder() = default;

void TileStoreBuilder::set_threads(int threads) { check_run({.threads = threads}); }

void TileStore::read_many(TileId first, std::uint32_t count, std::span<std::uint8_t> pixels) const {
    const std::size_t bytes = info().tile.bytes();
    for (std::uint32_t i = 0; i < count; ++i)
        read(first + i, pixels.subspan(i * bytes, bytes));
}

TileId TileStoreBuilder::copy(const TileStore &from, TileId id, const TileFeatures &features,
                              const TileRecord &record) {
    if (const auto view = from.view(id); !view.empty())
        return add(view, features, record);
    std::vector<std::uint8_t> pixels(record.shape.bytes());
    from.read(id, pixels);
    return add(pixels, features, record);
}

std::vector<std::string> store_kinds() {
    std::vector<std::string> names;
    for (const StoreKind *kind : registry().kinds())
        names.emplace_back(kind->name());
    return names;
}

std::unique_ptr<TileStoreBuilder> create_store(std::string_view kind, const std::string &path,
                                               TileShape tile, bool replace) {
    const Wanted wanted(kind);
    const StoreKind *known = kind_of(wanted.name);
    if (!known)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("there is no store '{}'; there is {}", wanted.name,
                                fmt::join(store_kinds(), ", ")));
    try {
        OptionList options(wanted.options);
        auto builder = known->create({path, tile, replace}, options);
        options.finish();
        return builder;
    } catch (const Refusal &refusal) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("no store '{}' can be made: {}", kind, refusal.why));
    }
}

std::string store_kind(const std::string &path) {
    const StoreKind *kind = kind_at(path);
    return kind ? std::string(kind->name()) : std::string();
}

bool is_store(const std::string &path) { return !store_kind(path).empty(); }

std::unique_ptr<TileStore> open_store(const std::string &path) {
    if (::access(path.c_str(), R_OK) != 0)
        throw unopened_store(path, errno);
    if (const StoreKind *kind = kind_at(path))
        return kind->open(path);
    if (std::filesystem::is_directory(path))
        return open_numbered_folder(path);
    throw Error(ErrorCode::corrupt_store,
                fmt::format("'{}' is not a tile library, or its beginning is damaged", path));
}

} // namespace tessera
