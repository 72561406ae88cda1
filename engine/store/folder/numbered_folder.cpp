// A folder of numbered pictures that something else made, as a library.
//
// Nothing is known of the pictures but what is in them, so all are read when the folder is opened,
// and again when their pixels are asked for.

#include "store/folder/numbered_folder.hpp"

#include "base/hasher.hpp"
#include "base/parallel.hpp"
#include "base/run.hpp"
#include "image/open.hpp"
#include "image/picture.hpp"
#include "image/session.hpp"
#include "image/tile/features.hpp"
#include "image/tile/tile.hpp"
#include "store/folder/files.hpp"
#include "store/folder/numbering.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t handful = 4; // pictures that a thread takes at once
constexpr Rgb behind{};            // white, where a picture is transparent

bool is_picture(const fs::directory_entry &entry) {
    std::string suffix = entry.path().extension().string();
    std::ranges::transform(suffix, suffix.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return entry.is_regular_file() && !entry.path().filename().string().starts_with('.') &&
           picture_suffixes().contains(suffix);
}

/// The pictures of a library whose library.json is damaged or gone are numbered, too.
void check_no_library(const std::string &path) {
    for (const char *file : {manifest_file, features_file})
        if (fs::exists(fs::path(path) / file))
            throw Error(ErrorCode::corrupt_store,
                        fmt::format("tile library '{}' is damaged: its '{}' is not whole", path,
                                    manifest_file));
}

/// Names of the pictures of a folder, by number.
std::vector<std::string> find_pictures(const std::string &path) {
    try {
        check_no_library(path);
        std::vector<std::string> names;
        for (const auto &entry : fs::directory_iterator(path))
            if (is_picture(entry))
                names.push_back(entry.path().filename().string());
        return in_order_of_numbers(std::move(names));
    } catch (const NumberingError &error) {
        throw Error(ErrorCode::corrupt_store,
                    fmt::format("'{}' is neither a tile library nor a folder of pictures that are "
                                "numbered without a gap: of those, {}",
                                path, error.what()));
    } catch (const fs::filesystem_error &error) {
        throw Error(ErrorCode::unreadable_image,
                    fmt::format("cannot open '{}': {}", path, error.code().message()));
    }
}

class NumberedFolder final : public TileStore {
  public:
    explicit NumberedFolder(const std::string &path) : path_(path), names_(find_pictures(path)) {
        info_.tiles = static_cast<std::uint32_t>(names_.size());
        records_.resize(names_.size());
        features_.resize(names_.size());
        const ScopedManyPictures tuned;
        parallel_for((names_.size() + handful - 1) / handful, threads_of({}), [this] {
            return [this, thread = std::make_shared<VipsThread>()](std::size_t i) {
                read_handful(i * handful, std::min((i + 1) * handful, names_.size()));
            };
        });
        describe();
    }

    [[nodiscard]] const StoreInfo &info() const noexcept override { return info_; }

    [[nodiscard]] std::span<const std::uint8_t> view(TileId id) const override {
        check_id(id);
        return {};
    }

    void read(TileId id, std::span<std::uint8_t> pixels) const override {
        check_id(id);
        const Tile tile = load(id);
        if (tile.record.pixels != records_[id].pixels || tile.pixels.size() != pixels.size())
            throw Error(ErrorCode::corrupt_store,
                        fmt::format("'{}' was changed since its folder was opened as a library",
                                    tile.record.path));
        std::ranges::copy(tile.pixels, pixels.begin());
    }

    [[nodiscard]] TileRecord record(TileId id) const override {
        check_id(id);
        return records_[id];
    }

    [[nodiscard]] std::vector<TileFeatures> features() const override { return features_; }

  private:
    void check_id(TileId id) const {
        if (id >= info_.tiles)
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("'{}' has {} pictures; there is no picture {}", path_,
                                    info_.tiles, id));
    }

    [[nodiscard]] Tile load(TileId id) const {
        Tile tile = load_rgb_picture((fs::path(path_) / names_[id]).string(), behind);
        tile.record.name = names_[id];
        return tile;
    }

    void read_handful(std::size_t begin, std::size_t end) {
        std::vector<Tile> tiles;
        for (std::size_t id = begin; id < end; ++id) {
            records_[id] = tiles.emplace_back(load(static_cast<TileId>(id))).record;
            if (records_[id].shape != tiles.front().record.shape)
                tiles.pop_back(); // of different sizes: no features are wanted
        }
        if (tiles.size() < end - begin)
            return;
        const PictureShape shape = tiles.front().record.shape;
        std::ranges::transform(tiles, features_.begin() + static_cast<std::ptrdiff_t>(begin),
                               [&](const Tile &tile) {
                                   return features_of(tile.pixels, {shape.width, shape.height});
                               });
    }

    void describe() {
        const PictureShape shape = records_.front().shape;
        const bool alike = std::ranges::all_of(
            records_, [&](const TileRecord &record) { return record.shape == shape; });
        info_.tile = alike ? TileShape{shape.width, shape.height} : any_shape;
        if (!alike)
            features_.clear();
        Hasher hasher;
        hasher.add(static_cast<std::uint64_t>(info_.tile.width))
            .add(static_cast<std::uint64_t>(info_.tile.height));
        for (const TileRecord &record : records_)
            hasher.add(std::string_view(record.name)).add(record.pixels);
        info_.digest = hasher.digest();
    }

    std::string path_;
    std::vector<std::string> names_;
    StoreInfo info_;
    std::vector<TileRecord> records_;
    std::vector<TileFeatures> features_;
};

} // namespace

std::unique_ptr<TileStore> open_numbered_folder(const std::string &path) {
    start_libvips();
    return std::make_unique<NumberedFolder>(path);
}

} // namespace tessera::internal
