// Why: docs/decisions/embedded-thumbnails-are-trusted-by-their-shape.md

#include "image/tile/jpeg_tile.hpp"

#include "base/hasher.hpp"
#include "image/codec/keywords.hpp"
#include "image/colour/profile.hpp"
#include "image/memory.hpp"
#include "image/pull.hpp"
#include "image/tile/turn.hpp"

#include <cmath>
#include <utility>

namespace tessera::internal {
using vips::VImage;
namespace {

constexpr std::uint64_t largest_file = 64'000'000; // beyond, and beyond these pixels, memory counts
constexpr std::size_t most_pixels = 50'000'000;
constexpr std::size_t memory_kept = 16 << 20;
constexpr int longest_shrink = 8; // of those that libjpeg-turbo has fast code for

// Embedded thumbnails.
constexpr std::uint64_t head_bytes = 128 << 10; // EXIF data are 64 KiB at most
constexpr double agreeing_px = 1.5;             // sides are rounded
constexpr int spare_px = 1, smeared_px = 3;     // of the photo beside bars, and of bars
constexpr int darkest = 24;                     // mean level of bars

std::size_t area(int width, int height) {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

TileRecord record_of(const JpegHeader &photo, const Exif &exif) {
    TileRecord record;
    record.captured = exif.captured;
    record.tags = keywords_of({photo.xmp, photo.iptc});
    record.width = photo.width;
    record.height = photo.height;
    if (ExifOrientation(exif.orientation).swapped)
        std::swap(record.width, record.height);
    return record;
}

/// Cameras lay black bars beside a photo of another shape than their thumbnails: 160 x 120 px is
/// mostly 160 x 107 px of a photo. All of it where the shapes agree, to a px.
Rect part_with_photo(const JpegHeader &thumbnail, Size photo) {
    const auto side = [](int other, std::int64_t length, std::int64_t other_length) {
        return double(other) * double(length) / double(other_length);
    };
    Rect part{0, 0, thumbnail.width, thumbnail.height};
    const auto narrow = [](double shown, int &begin, int &length) {
        if (length - shown <= agreeing_px)
            return;
        begin = static_cast<int>(std::ceil((length - shown) / 2)) + spare_px;
        length -= 2 * begin;
    };
    narrow(side(thumbnail.height, photo.width, photo.height), part.left, part.width);
    narrow(side(thumbnail.width, photo.height, photo.width), part.top, part.height);
    return part;
}

/// The rest of the way where a photo is smaller than the tile.
void enlarge(const VImage &photo, const Covering &covering, std::span<std::uint8_t> result) {
    const auto &[shrink, columns, rows] = covering;
    pull_pixels(photo.resize(1 / columns.factor)
                    .extract_area(columns.first, rows.first, columns.count, rows.count),
                result);
}

} // namespace

std::optional<Tile> JpegTiles::make(const PictureFile &file, const TileOptions &options) {
    auto tile = options.embedded ? make_of_thumbnail(file, options) : std::nullopt;
    if (!tile)
        tile = make_of_photo(file, options);
    for (Scratch<std::uint8_t> *memory : {&file_, &decoded_, &reduced_})
        memory->trim(memory_kept);
    reducer_.trim();
    return tile;
}

std::optional<Tile> JpegTiles::make_of_photo(const PictureFile &file, const TileOptions &options) {
    if (file.bytes() > largest_file)
        return std::nullopt;
    const auto bytes = file.read(largest_file, file_);
    const auto photo = decoder_.open(bytes);
    if (!photo)
        return std::nullopt;
    const Exif exif = parse_exif(photo->exif);
    Tile tile;
    tile.record = record_of(*photo, exif);
    tile.record.content = hash_bytes(bytes);
    const Opened opened{
        *photo, ExifOrientation(exif.orientation), {0, 0, photo->width, photo->height}};
    return make_pixels(opened, options, tile.pixels) ? std::optional(std::move(tile))
                                                     : std::nullopt;
}

std::optional<Tile> JpegTiles::make_of_thumbnail(const PictureFile &file,
                                                 const TileOptions &options) {
    const auto head = file.read(head_bytes, file_);
    const auto photo = decoder_.open(head);
    if (!photo)
        return std::nullopt;
    const Exif exif = parse_exif(photo->exif);
    const ExifOrientation orientation(exif.orientation);
    Tile tile;
    tile.record = record_of(*photo, exif);
    const std::vector<std::uint8_t> bytes(exif.thumbnail.begin(), exif.thumbnail.end());
    auto thumbnail = decoder_.open(bytes); // which lets go of the photo's EXIF data
    if (!thumbnail)
        return std::nullopt;
    const Rect part = part_with_photo(*thumbnail, {photo->width, photo->height});
    if (part.width < 1 || part.height < 1 ||
        cover({part.width, part.height}, orientation, options.shape, 1).enlarges())
        return std::nullopt;
    if ((part.left > 0 || part.top > 0) && !(has_bars(*thumbnail, part) && decoder_.open(bytes)))
        return std::nullopt;
    if (thumbnail->profile.empty())
        thumbnail->profile = photo->profile;
    tile.record.content = Hasher().add(file.bytes()).add(std::as_bytes(head)).digest();
    return make_pixels({*thumbnail, orientation, part}, options, tile.pixels)
               ? std::optional(std::move(tile))
               : std::nullopt;
}

/// Whether what is beside the photo is black, but for what compression smears over the border.
bool JpegTiles::has_bars(const JpegHeader &thumbnail, const Rect &part) {
    const auto pixels = decode(1, {0, 0, thumbnail.width, thumbnail.height}, thumbnail.bands);
    const int left = part.left - smeared_px, right = part.left + part.width + smeared_px;
    const int top = part.top - smeared_px, bottom = part.top + part.height + smeared_px;
    std::int64_t sum = 0, levels = 0;
    const std::uint8_t *level = pixels.data();
    for (int y = 0; y < (pixels.empty() ? 0 : thumbnail.height); ++y)
        for (int x = 0; x < thumbnail.width; ++x, level += thumbnail.bands)
            if (y < top || y >= bottom || x < left || x >= right)
                for (int band = 0; band < thumbnail.bands; ++band, ++levels)
                    sum += level[band];
    return !pixels.empty() && sum <= levels * darkest;
}

bool JpegTiles::make_pixels(const Opened &photo, const TileOptions &options,
                            std::vector<std::uint8_t> &pixels) {
    const auto &[header, orientation, part] = photo;
    if (header.bands == 1 && !header.profile.empty())
        return false;
    const bool is_all = part.width == header.width && part.height == header.height;
    Covering covering =
        cover({part.width, part.height}, orientation, options.shape, is_all ? longest_shrink : 1);
    if (options.crop != Crop::centre)
        covering = covering.whole();
    const auto stored = cover_with(photo, covering);
    if (stored.empty())
        return false;
    Size size{covering.columns.count, covering.rows.count};
    pixels.resize(stored.size() / static_cast<std::size_t>(header.bands) * 3);
    turn_upright(stored, size, header.bands, orientation, pixels);
    if (const auto transform = rgb_transform(header.profile))
        transform->apply(pixels);
    if (options.crop == Crop::centre)
        return true;
    if (orientation.swapped)
        std::swap(size.width, size.height);
    const VImage whole = view_pixels(view_of(pixels, size));
    std::vector<std::uint8_t> cropped(options.shape.bytes());
    pull_pixels(crop_to(whole, options.shape, options.crop), cropped);
    pixels = std::move(cropped);
    return true;
}

/// As stored, not yet upright; empty where libvips had better try.
std::span<const std::uint8_t> JpegTiles::cover_with(const Opened &photo, const Covering &covering) {
    const auto &[shrink, columns, rows] = covering;
    const int bands = photo.header.bands;
    const std::size_t pixels = area(columns.count, rows.count);
    if (pixels > most_pixels)
        return {};
    const auto result = reduced_.take(pixels * static_cast<std::size_t>(bands));
    if (covering.enlarges()) {
        const auto decoded = decode(1, photo.part, bands);
        if (decoded.empty())
            return {};
        enlarge(view_pixels(view_of(decoded, {photo.part.width, photo.part.height}, bands)),
                covering, result);
    } else {
        const Interval x = columns.samples(), y = rows.samples();
        const auto decoded = decode(
            shrink,
            {photo.part.left + x.begin, photo.part.top + y.begin, x.end - x.begin, y.end - y.begin},
            bands);
        if (decoded.empty())
            return {};
        reducer_.reduce(decoded, bands, columns, rows, result);
    }
    return result;
}

/// Empty where libvips had better try.
std::span<const std::uint8_t> JpegTiles::decode(int shrink, const Rect &part, int bands) {
    const std::size_t pixels = area(part.width, part.height);
    if (pixels > most_pixels)
        return {};
    const auto decoded = decoded_.take(pixels * static_cast<std::size_t>(bands));
    return decoder_.decode(shrink, part, decoded) ? decoded : std::span<std::uint8_t>();
}

} // namespace tessera::internal
