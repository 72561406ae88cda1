// A library in a folder of PNGs: docs/formats.md has it to the byte.
//
// The PNGs are looked for by name when they are asked for, so the folder has to stay while it is
// read, whatever takes its name: SharedFolder sees to that.

#include "store/folder/store.hpp"
#include "store/registry.hpp"

#include "base/hasher.hpp"
#include "base/parallel.hpp"
#include "base/run.hpp"
#include "image/codec/png.hpp"
#include "store/folder/builder.hpp"
#include "store/folder/features_npy.hpp"
#include "store/folder/tile_row.hpp"

#include <tessera/error.hpp>

#include <cerrno>
#include <cstring>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::size_t read_block = std::size_t{1} << 20;

std::string_view text_of(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace

FolderStore::FolderStore(const std::string &path)
    : path_(path), folder_(path), records_(folder_.get(), records_file, O_RDONLY | O_NOFOLLOW) {
    if (records_.get() < 0)
        unread(records_file);
    read_manifest();
    digits_ = digits_of(info().tiles);
    find_rows();
}

std::span<const std::uint8_t> FolderStore::view(TileId id) const {
    check_id(id);
    return {};
}

void FolderStore::read(TileId id, std::span<std::uint8_t> pixels) const {
    const TileRecord expected = record(id);
    if (!decode_png(png_of(id), expected.shape, pixels) || hash_bytes(pixels) != expected.pixels)
        corrupt(fmt::format("the pixels of tile {}, '{}', are damaged", id, file_of(id)));
}

void FolderStore::read_many(TileId first, std::uint32_t count,
                            std::span<std::uint8_t> pixels) const {
    if (count > 0)
        check_id(first + (count - 1));
    const std::size_t bytes = info().tile.bytes();
    parallel_for(count, threads_of({}), [&] {
        return [&](std::size_t i) {
            read(first + static_cast<TileId>(i), pixels.subspan(i * bytes, bytes));
        };
    });
}

TileRecord FolderStore::record(TileId id) const {
    check_id(id);
    std::string row(rows_[id + 1] - rows_[id], '\0');
    const ssize_t got =
        ::pread(records_.get(), row.data(), row.size(), static_cast<off_t>(rows_[id]));
    auto record = got == static_cast<ssize_t>(row.size()) ? decode_tile_row(row, id, file_of(id))
                                                          : std::nullopt;
    const bool fits = record && record->shape.bands >= 1 && record->shape.bands <= 4 &&
                      (info().tile == any_shape ||
                       record->shape == PictureShape{info().tile.width, info().tile.height});
    if (!fits)
        corrupt(fmt::format("the row of tile {} in '{}' is damaged", id, records_file));
    return *record;
}

std::vector<TileFeatures> FolderStore::features() const {
    const auto bytes = contents_of(features_file);
    auto features = hash_bytes(bytes) == manifest_.features
                        ? decode_npy(bytes, info().tile == any_shape ? 0 : info().tiles)
                        : std::nullopt;
    if (!features)
        corrupt(fmt::format("'{}' is damaged", features_file));
    return *features;
}

std::string FolderStore::file_of(TileId id) const { return tile_file(id, digits_); }

std::vector<std::uint8_t> FolderStore::png_of(TileId id) const {
    return contents_of(file_of(id).c_str());
}

void FolderStore::corrupt(const std::string &what) const {
    throw Error(ErrorCode::corrupt_store,
                fmt::format("tile library '{}' is damaged: {}", path_, what));
}

void FolderStore::unread(const char *file) const {
    if (const int error = errno; error == EMFILE || error == ENFILE)
        throw unopened_store(path_, error);
    corrupt(fmt::format("'{}' can't be read: {}", file, std::strerror(errno)));
}

std::vector<std::uint8_t> FolderStore::contents_of(const char *file) const {
    auto bytes = read_file_at(folder(), file);
    if (!bytes)
        unread(file);
    return *std::move(bytes);
}

void FolderStore::check_id(TileId id) const {
    if (id >= info().tiles)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("tile library '{}' has {} tiles; there is no tile {}", path_,
                                info().tiles, id));
}

void FolderStore::read_manifest() {
    const auto manifest = decode_manifest(text_of(contents_of(manifest_file)));
    if (!manifest)
        corrupt(fmt::format("'{}' is damaged, or of another version", manifest_file));
    manifest_ = *manifest;
}

/// Reads the whole table once: it is only trusted where its digest is right.
void FolderStore::find_rows() {
    Hasher hasher;
    std::vector<char> block(read_block);
    std::uint64_t at = 0;
    rows_.reserve(std::size_t{info().tiles} + 2);
    for (ssize_t got = 1; got > 0; at += static_cast<std::uint64_t>(got)) {
        got = ::pread(records_.get(), block.data(), block.size(), static_cast<off_t>(at));
        if (got < 0)
            unread(records_file);
        const std::string_view text(block.data(), static_cast<std::size_t>(got));
        hasher.add(std::as_bytes(std::span(text)));
        for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1))
            rows_.push_back(at + end + 1);
    }
    if (hasher.digest() != manifest_.records || rows_.size() != std::size_t{info().tiles} + 1)
        corrupt(fmt::format("'{}' is damaged, or was changed", records_file));
}

namespace {

class FolderKind final : public StoreKind {
  public:
    [[nodiscard]] std::string_view name() const noexcept override { return "folder"; }

    [[nodiscard]] bool is_at(const std::string &path) const override { return has_manifest(path); }

    [[nodiscard]] std::unique_ptr<TileStore> open(const std::string &path) const override {
        return std::make_unique<FolderStore>(path);
    }

    [[nodiscard]] std::unique_ptr<TileStoreBuilder> create(const StoreRequest &request,
                                                           OptionList &) const override {
        return create_folder_store(request);
    }
};

} // namespace

const StoreKind &folder_store() {
    static const FolderKind kind;
    return kind;
}

} // namespace tessera::internal
