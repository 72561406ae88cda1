// Writes a library as an HDF5 file.

#include "store/hdf5/builder.hpp"

#include "base/hasher.hpp"
#include "base/pending_output.hpp"
#include "store/hdf5/columns.hpp"
#include "store/hdf5/driver.hpp"
#include "store/hdf5/layout.hpp"
#include "store/record.hpp"

#include <tessera/error.hpp>

#include <cstddef>
#include <cstring>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::size_t pixels_chunk = std::size_t{64} << 10;
// A packed chunk must be unpacked for each of its tiles.
constexpr std::size_t packed_chunk = std::size_t{12} << 10;
constexpr std::size_t record_chunk = std::size_t{32} << 10;

/// As they lie in memory.
Hdf5Id features_type() {
    const Hdf5Calls held;
    constexpr hsize_t bands = 3, parts[] = {parts_of_side, parts_of_side, bands};
    const Hdf5Id mean(H5Tarray_create2(H5T_IEEE_F64LE, 1, &bands)),
        means(H5Tarray_create2(H5T_IEEE_F32LE, 3, parts));
    Hdf5Id type(H5Tcreate(H5T_COMPOUND, sizeof(TileFeatures)));
    const auto insert = [&](const char *name, std::size_t offset, hid_t member) {
        checked(H5Tinsert(type.get(), name, offset, member));
    };
    insert("mean", offsetof(TileFeatures, mean), mean.get());
    insert("parts", offsetof(TileFeatures, parts), means.get());
    insert("fingerprint", offsetof(TileFeatures, fingerprint), H5T_STD_U64LE);
    insert("picture", offsetof(TileFeatures, picture), H5T_STD_U64LE);
    return type;
}

/// The pixels of a library: one array of tiles, or pictures one after another.
class Pixels {
  public:
    Pixels(hid_t file, TileShape tile, int deflate) {
        const hsize_t width = static_cast<hsize_t>(tile.width),
                      height = static_cast<hsize_t>(tile.height);
        if (tile != any_shape) {
            pixels_.emplace(file, Hdf5Layout{hdf5_layout::images,
                                             H5T_STD_U8LE,
                                             {height, width, 3},
                                             deflate ? packed_chunk : pixels_chunk,
                                             deflate});
            return;
        }
        const Hdf5Id group = create_group(file, hdf5_layout::pictures);
        pixels_.emplace(
            file, Hdf5Layout{hdf5_layout::picture_pixels, H5T_STD_U8LE, {}, pixels_chunk, deflate});
        offsets_.emplace(file, Hdf5Layout{hdf5_layout::picture_offsets, H5T_STD_U64LE});
        shapes_.emplace(file, Hdf5Layout{hdf5_layout::picture_shapes, H5T_STD_I32LE, {3}});
        offsets_->append_value(bytes_);
    }

    void append(std::span<const std::uint8_t> pixels, const PictureShape &shape) {
        pixels_->append(pixels);
        if (!shapes_)
            return;
        offsets_->append_value(bytes_ += pixels.size());
        shapes_->append_value(std::array<std::int32_t, 3>{shape.height, shape.width, shape.bands});
    }

    void finish() {
        for (auto *stream : {&pixels_, &offsets_, &shapes_})
            if (*stream)
                (*stream)->finish();
    }

  private:
    std::optional<Hdf5Stream> pixels_, offsets_, shapes_; ///< the last two of pictures alone
    std::uint64_t bytes_ = 0;
};

/// Sealed records one after another, and where each begins.
class Records {
  public:
    explicit Records(hid_t file)
        : group_(create_group(file, hdf5_layout::records)),
          bytes_(file, {hdf5_layout::record_bytes, H5T_STD_U8LE, {}, record_chunk}),
          offsets_(file, {hdf5_layout::record_offsets, H5T_STD_U64LE}) {
        offsets_.append_value(end_);
    }

    void append(const TileRecord &record) {
        const auto sealed = seal(encode_record(record));
        bytes_.append(sealed);
        offsets_.append_value(end_ += sealed.size());
    }

    void finish() {
        bytes_.finish();
        offsets_.finish();
    }

  private:
    Hdf5Id group_;
    Hdf5Stream bytes_, offsets_;
    std::uint64_t end_ = 0;
};

class Features {
  public:
    explicit Features(hid_t file)
        : type_(features_type()),
          features_(file, {hdf5_layout::features, type_.get(), {}, record_chunk}) {}

    void append(const TileFeatures &features) {
        features_.append_value(features);
        digest_.add(std::as_bytes(std::span(&features, 1)));
    }

    void finish() {
        features_.finish();
        write_attribute(features_.dataset(), hdf5_layout::digest, to_string(digest_.digest()));
    }

  private:
    Hdf5Id type_;
    Hdf5Stream features_;
    Hasher digest_;
};

/// An HDF5 file that is being written.
struct Content {
    Content(Hdf5Medium &medium, TileShape tile, int deflate)
        : file(create_hdf5(medium)), pixels(file.get(), tile, deflate), records(file.get()),
          photos(file.get()), labels(file.get()) {
        if (tile != any_shape)
            features.emplace(file.get());
    }

    void append(std::span<const std::uint8_t> tile, const TileFeatures &its_features,
                const TileRecord &record) {
        pixels.append(tile, record.shape);
        records.append(record);
        photos.append(record);
        labels.append(record.label);
        if (features)
            features->append(its_features);
    }

    void finish(const StoreInfo &info) {
        pixels.finish();
        records.finish();
        photos.finish();
        labels.finish();
        if (features)
            features->finish();
        const std::string json = encode_info(info);
        write_attribute(file.get(), hdf5_layout::info, json);
        write_attribute(file.get(), hdf5_layout::digest, to_string(digest_of(json)));
        write_attribute(file.get(), hdf5_layout::format, hdf5_layout::format_name);
        const Hdf5Calls held;
        checked(H5Fflush(file.get(), H5F_SCOPE_LOCAL));
    }

    Hdf5Id file;
    Pixels pixels;
    Records records;
    Hdf5Photos photos;
    Hdf5Labels labels;
    std::optional<Features> features;
};

class Hdf5Builder final : public TileStoreBuilder {
  public:
    Hdf5Builder(const std::string &path, TileShape tile, bool replace, int deflate)
        : path_(path), output_(path, replace), medium_(output_.path()) {
        checked_write([&] { content_.emplace(medium_, tile, deflate); });
    }

    ~Hdf5Builder() override { medium_.give_up(); }

    TileId add(std::span<const std::uint8_t> pixels, const TileFeatures &features,
               const TileRecord &record) override {
        checked_write([&] { content_->append(pixels, features, record); });
        return count_++;
    }

    void finish(const StoreInfo &info) override {
        StoreInfo complete = info;
        complete.tiles = count_;
        checked_write([&] {
            content_->finish(complete);
            content_.reset();
        });
        output_.commit(Durability::flushed);
    }

  private:
    /// What HDF5 could not write it may keep, and lose when it closes the file.
    template <class Write> void checked_write(Write &&write) {
        std::string why;
        try {
            write();
        } catch (const Hdf5Failure &failure) {
            why = failure.why;
        }
        if (medium_.error() != 0)
            why = std::strerror(medium_.error());
        if (why.empty())
            return;
        medium_.give_up();
        throw Error(ErrorCode::write_failed,
                    fmt::format("cannot write tile library '{}': {}", path_, why));
    }

    std::string path_;
    PendingOutput output_;
    Hdf5Output medium_;
    std::optional<Content> content_;
    std::uint32_t count_ = 0;
};

} // namespace

std::unique_ptr<TileStoreBuilder> create_hdf5_store(const StoreRequest &request, int deflate) {
    return std::make_unique<Hdf5Builder>(request.path, request.tile, request.replace, deflate);
}

} // namespace tessera::internal
