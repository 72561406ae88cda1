// A library in one HDF5 file, read: docs/formats.md has its layout.
//
// HDF5 reads the structure, which carries checksums, and says where data lies. The data, which
// carries ours, is read from a map of the file.

#include "base/hasher.hpp"
#include "store/hdf5/builder.hpp"
#include "store/hdf5/chunks.hpp"
#include "store/hdf5/layout.hpp"
#include "store/record.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <type_traits>

namespace tessera::internal {
namespace {

constexpr std::array<unsigned char, 8> signature = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

struct Range {
    std::uint64_t begin, end;
};

/// Where each of n things lies in a run of bytes that has them one after another: n + 1 numbers.
Range range_of(const Hdf5Chunks &offsets, TileId id) {
    Range range{};
    std::array<std::uint8_t, sizeof range> bytes;
    offsets.read(std::uint64_t{id} * sizeof range.begin, bytes);
    std::memcpy(&range, bytes.data(), bytes.size());
    if (range.end < range.begin)
        throw Hdf5Failure{fmt::format("the place of tile {} is damaged", id)};
    return range;
}

StoreInfo read_info(hid_t file) {
    if (const auto format = read_attribute(file, hdf5_layout::format);
        format != hdf5_layout::format_name)
        throw Hdf5Failure{
            fmt::format("its format is '{}', not '{}'", format, hdf5_layout::format_name)};
    const std::string json = read_attribute(file, hdf5_layout::info);
    const auto info = decode_info(json);
    if (!info || read_attribute(file, hdf5_layout::digest) != to_string(digest_of(json)))
        throw Hdf5Failure{"its description is damaged"};
    return *info;
}

bool has_format(hid_t file) {
    const Hdf5Calls held;
    return checked(H5Aexists(file, hdf5_layout::format)) > 0;
}

/// The level that a dataset is packed with; 0: it isn't.
int deflate_of(hid_t dataset) {
    const Hdf5Calls held;
    const Hdf5Id creation(H5Dget_create_plist(dataset));
    unsigned flags = 0, level = 0;
    std::size_t values = 1;
    const bool packed = H5Pget_nfilters(creation.get()) > 0;
    if (packed)
        checked(H5Pget_filter_by_id2(creation.get(), H5Z_FILTER_DEFLATE, &flags, &values, &level, 0,
                                     nullptr, nullptr));
    return static_cast<int>(level);
}

/// An opened file. Throws: Hdf5Failure.
struct Content {
    explicit Content(const std::string &path)
        : map(path), file(open_hdf5(map)), is_library(has_format(file.get())) {
        if (!is_library)
            return;
        info = read_info(file.get());
        if (info.tile == any_shape) {
            pixels.emplace(file.get(), map, hdf5_layout::picture_pixels, 1);
            offsets.emplace(file.get(), map, hdf5_layout::picture_offsets, sizeof(std::uint64_t));
        } else {
            pixels.emplace(file.get(), map, hdf5_layout::images, info.tile.bytes());
            features.emplace(file.get(), map, hdf5_layout::features, sizeof(TileFeatures));
        }
        records.emplace(file.get(), map, hdf5_layout::record_bytes, 1);
        record_offsets.emplace(file.get(), map, hdf5_layout::record_offsets, sizeof(std::uint64_t));
        const std::uint64_t n = info.tiles;
        if (record_offsets->items() != n + 1 || (offsets && offsets->items() != n + 1) ||
            (features && (features->items() != n || pixels->items() != n)))
            throw Hdf5Failure{fmt::format("it does not have the {} tiles it should", n)};
    }

    Hdf5Map map;
    Hdf5Id file;
    bool is_library;
    StoreInfo info;
    std::optional<Hdf5Chunks> pixels, offsets, features, records, record_offsets;
};

class Hdf5Store final : public TileStore {
  public:
    explicit Hdf5Store(const std::string &path) : path_(path) {
        sound([&] { content_.emplace(path); });
        if (!content_->is_library)
            throw Error(ErrorCode::corrupt_store,
                        fmt::format("'{}' is not a tile library, but another HDF5 file", path));
        whole_ = std::vector<std::atomic<bool>>(info().tiles);
    }

    [[nodiscard]] const StoreInfo &info() const noexcept override { return content_->info; }

    [[nodiscard]] std::span<const std::uint8_t> view(TileId id) const override {
        check_id(id);
        return sound([&] {
            const Range range = place_of(id);
            const auto pixels = content_->pixels->view(range.begin, range.end - range.begin);
            if (!pixels.empty()) {
                check_pixels(id, pixels);
                content_->map.note_shown(pixels.size());
            }
            return pixels;
        });
    }

    void read(TileId id, std::span<std::uint8_t> pixels) const override {
        check_id(id);
        sound([&] {
            const Range range = place_of(id);
            if (range.end - range.begin != pixels.size())
                throw Hdf5Failure{fmt::format("the place of tile {} is damaged", id)};
            content_->pixels->read(range.begin, pixels);
        });
        check_pixels(id, pixels);
        content_->map.note_shown(pixels.size());
    }

    void read_many(TileId first, std::uint32_t count,
                   std::span<std::uint8_t> pixels) const override {
        if (count == 0)
            return;
        check_id(first);
        check_id(first + std::min(count - 1, ~first)); // of ids that there can be
        const std::size_t bytes = info().tile.bytes();
        sound([&] { content_->pixels->read(first * bytes, pixels); });
        for (std::uint32_t i = 0; i < count; ++i)
            check_pixels(first + i, pixels.subspan(i * bytes, bytes));
        content_->map.note_shown(pixels.size());
    }

    [[nodiscard]] TileRecord record(TileId id) const override {
        check_id(id);
        std::optional<TileRecord> record;
        sound([&] {
            const Range range = range_of(*content_->record_offsets, id);
            if (range.end > content_->records->items())
                return;
            std::vector<std::uint8_t> sealed(range.end - range.begin);
            content_->records->read(range.begin, sealed);
            content_->map.note_shown(sealed.size());
            if (const auto bytes = unseal(sealed))
                record = decode_record(*bytes);
        });
        if (!record)
            corrupt(fmt::format("the record of tile {} is damaged", id));
        return *record;
    }

    [[nodiscard]] std::vector<TileFeatures> features() const override {
        if (!content_->features)
            return {};
        std::vector<TileFeatures> result(info().tiles);
        const std::span bytes(reinterpret_cast<std::uint8_t *>(result.data()),
                              result.size() * sizeof(TileFeatures));
        sound([&] {
            content_->features->read(0, bytes);
            content_->map.note_shown(bytes.size());
            if (read_attribute(content_->features->dataset(), hdf5_layout::digest) !=
                to_string(hash_bytes(bytes)))
                throw Hdf5Failure{"the features of its tiles are damaged"};
        });
        return result;
    }

  private:
    [[noreturn]] void corrupt(const std::string &what) const {
        throw Error(ErrorCode::corrupt_store,
                    fmt::format("tile library '{}' is damaged: {}", path_, what));
    }

    template <class Read> std::invoke_result_t<Read> sound(Read &&read) const {
        try {
            return read();
        } catch (const Hdf5Failure &failure) {
            corrupt(failure.why);
        }
    }

    void check_id(TileId id) const {
        if (id >= info().tiles)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("tile library '{}' has {} tiles; there is no tile {}", path_,
                                    info().tiles, id));
    }

    [[nodiscard]] Range place_of(TileId id) const {
        if (!content_->offsets)
            return {id * info().tile.bytes(), (id + 1) * info().tile.bytes()};
        const Range range = range_of(*content_->offsets, id);
        if (!whole_[id] && range.end - range.begin != record(id).shape.bytes())
            throw Hdf5Failure{fmt::format("the place of tile {} is damaged", id)};
        return range;
    }

    void check_pixels(TileId id, std::span<const std::uint8_t> pixels) const {
        if (whole_[id])
            return;
        if (hash_bytes(pixels) != record(id).pixels)
            corrupt(fmt::format("the pixels of tile {} are damaged", id));
        whole_[id] = true;
    }

    std::string path_;
    std::optional<Content> content_;
    mutable std::vector<std::atomic<bool>> whole_; ///< tiles whose checksum was found right
};

class Hdf5Kind final : public StoreKind {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "hdf5"; }

    [[nodiscard]] bool is_at(const std::string &path) const override {
        std::array<unsigned char, signature.size()> found{};
        const FileDescriptor file(path.c_str(), O_RDONLY | O_NONBLOCK); // it may be a pipe
        return ::pread(file.get(), found.data(), found.size(), 0) ==
                   static_cast<ssize_t>(found.size()) &&
               found == signature;
    }

    [[nodiscard]] std::unique_ptr<TileStore> open(const std::string &path) const override {
        return std::make_unique<Hdf5Store>(path);
    }

    [[nodiscard]] std::unique_ptr<TileStoreBuilder> create(const StoreRequest &request,
                                                           OptionList &options) const override {
        return create_hdf5_store(request, options.number("deflate", 0, 9, 0));
    }

    [[nodiscard]] std::string options_at(const std::string &path) const override {
        try {
            const Content content(path);
            const int level = content.pixels ? deflate_of(content.pixels->dataset()) : 0;
            return level == 0 ? "" : fmt::format("deflate={}", level);
        } catch (const Hdf5Failure &failure) {
            throw Error(ErrorCode::corrupt_store,
                        fmt::format("tile library '{}' is damaged: {}", path, failure.why));
        }
    }
};

} // namespace

const StoreKind &hdf5_store() {
    static const Hdf5Kind kind;
    return kind;
}

} // namespace tessera::internal
