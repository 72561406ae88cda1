// Writes a library as a folder of PNGs.
// Why: docs/decisions/a-folder-of-pngs-is-for-people.md

#include "store/folder/builder.hpp"

#include "base/hasher.hpp"
#include "base/parallel.hpp"
#include "base/pending_folder.hpp"
#include "base/run.hpp"
#include "image/codec/png.hpp"
#include "store/folder/features_npy.hpp"
#include "store/folder/files.hpp"
#include "store/folder/store.hpp"
#include "store/folder/tile_row.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

namespace tessera::internal {
namespace {

constexpr std::size_t batch_bytes = std::size_t{16} << 20; // of pixels, encoded at once
constexpr std::size_t longest_batch = 1024;
constexpr const char *rows_file = ".rows"; // until it is known how many tiles there are

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

/// A file that is written from begin to end, and its digest.
class DigestedFile {
  public:
    explicit DigestedFile(const std::filesystem::path &path) : file_(path, std::ios::binary) {}

    void write(std::string_view text) {
        file_.write(text.data(), static_cast<std::streamsize>(text.size()));
        hasher_.add(std::as_bytes(std::span(text)));
    }
    /// False if any of it could not be written.
    [[nodiscard]] bool close() {
        file_.close();
        return !file_.fail();
    }
    [[nodiscard]] Digest digest() const { return hasher_.digest(); }

  private:
    std::ofstream file_;
    Hasher hasher_;
};

class FolderBuilder final : public TileStoreBuilder {
  public:
    FolderBuilder(const std::string &path, TileShape tile, bool replace)
        : output_(path, replace), folder_(output_.path().c_str(), O_RDONLY | O_DIRECTORY),
          tile_(tile), rows_(output_.path() / rows_file) {
        check_replaceable(output_.final());
    }

    void set_threads(int threads) override {
        TileStoreBuilder::set_threads(threads);
        threads_ = threads;
    }

    TileId add(std::span<const std::uint8_t> pixels, const TileFeatures &features,
               const TileRecord &record) override {
        if (std::max(record.shape.width, record.shape.height) > longest_png_side)
            throw unwritable(output_.final(),
                             fmt::format("a picture of {} x {} px is too long for a PNG",
                                         record.shape.width, record.shape.height));
        waiting_.push_back({count_, record.shape, {pixels.begin(), pixels.end()}});
        waiting_bytes_ += pixels.size();
        if (waiting_bytes_ >= batch_bytes || waiting_.size() >= longest_batch)
            write_waiting();
        return append(features, record);
    }

    TileId copy(const TileStore &from, TileId id, const TileFeatures &features,
                const TileRecord &record) override {
        const auto *folder = dynamic_cast<const FolderStore *>(&from);
        if (!folder)
            return TileStoreBuilder::copy(from, id, features, record);
        // A link: neither file is ever written to again. Else, to another disk for example, a copy.
        const std::string name = early_name(count_);
        if (::linkat(folder->folder(), folder->file_of(id).c_str(), folder_.get(), name.c_str(),
                     0) != 0)
            write_file(name, folder->png_of(id));
        return append(features, record);
    }

    void finish(const StoreInfo &info) override {
        write_waiting();
        rename_tiles();
        FolderManifest manifest{info, write_records(), write_features()};
        manifest.info.tiles = count_;
        write_file(manifest_file, bytes_of(encode_manifest(manifest)));
        check_replaceable(output_.final());
        output_.commit();
    }

  private:
    struct Waiting {
        TileId id;
        PictureShape shape;
        std::vector<std::uint8_t> pixels;
    };

    /// Until all are there: as many digits as the tiles so far need.
    static std::string early_name(TileId id) { return tile_file(id, digits_of(id + 1)); }

    TileId append(const TileFeatures &features, const TileRecord &record) {
        if (tile_ != any_shape)
            features_.push_back(features);
        if (!(rows_ << encode_tile_row(record)))
            fail();
        return count_++;
    }

    void write_waiting() {
        parallel_for(waiting_.size(), threads_of({.threads = threads_}), [&] {
            return [&](std::size_t i) {
                const Waiting &tile = waiting_[i];
                write_file(early_name(tile.id), encode_png(tile.pixels, tile.shape));
            };
        });
        waiting_.clear();
        waiting_bytes_ = 0;
    }

    void rename_tiles() const {
        const int digits = digits_of(count_);
        for (TileId id = 0; id < count_ && digits_of(id + 1) < digits; ++id)
            if (::renameat(folder_.get(), early_name(id).c_str(), folder_.get(),
                           tile_file(id, digits).c_str()) != 0)
                fail();
    }

    Digest write_records() {
        rows_.close();
        std::ifstream rows(output_.path() / rows_file, std::ios::binary);
        DigestedFile records(output_.path() / records_file);
        records.write(tile_row_header);
        std::string row;
        for (TileId id = 0; id < count_; ++id) {
            if (!std::getline(rows, row))
                fail();
            records.write(encode_tile_place(id, tile_file(id, digits_of(count_))));
            records.write(row += '\n');
        }
        if (!rows_ || !records.close() || ::unlinkat(folder_.get(), rows_file, 0) != 0)
            fail();
        return records.digest();
    }

    Digest write_features() const {
        DigestedFile file(output_.path() / features_file);
        file.write(npy_header(features_.size()));
        file.write({reinterpret_cast<const char *>(features_.data()),
                    features_.size() * sizeof(TileFeatures)});
        if (!file.close())
            fail();
        return file.digest();
    }

    void write_file(const std::string &name, std::span<const std::uint8_t> bytes) const {
        if (!write_file_at(folder_.get(), name.c_str(), bytes))
            fail();
    }

    [[noreturn]] void fail() const {
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write tile library '{}': {}", output_.final().string(),
                                std::strerror(errno)));
    }

    PendingFolder output_;
    FileDescriptor folder_;
    TileShape tile_;
    int threads_ = 0;
    TileId count_ = 0;
    std::ofstream rows_;
    std::vector<Waiting> waiting_; ///< to be encoded
    std::size_t waiting_bytes_ = 0;
    std::vector<TileFeatures> features_;
};

} // namespace

std::unique_ptr<TileStoreBuilder> create_folder_store(const StoreRequest &request) {
    return std::make_unique<FolderBuilder>(request.path, request.tile, request.replace);
}

} // namespace tessera::internal
