#include "write/tiff_composition.hpp"

#include "write/halve.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tessera {
namespace {

constexpr std::size_t bands = 3;

TileShape halved(TileShape tile) { return {tile.width / 2, tile.height / 2}; }

/// Shapes of the tiles of the levels that cells share, largest first.
std::vector<TileShape> shared_shapes(const Mosaic &mosaic, bool pyramid) {
    std::vector<TileShape> shapes{mosaic.tile()};
    Size size = mosaic.size();
    while (pyramid && can_be_tiff_tile(halved(shapes.back())) &&
           std::max(size.width, size.height) > TiffPyramidLevels::tile_side) {
        shapes.push_back(halved(shapes.back()));
        size = half_of(size);
    }
    return shapes;
}

} // namespace

TiffComposition::TiffComposition(const Mosaic &mosaic, const TiffCoding &coding, bool pyramid,
                                 std::uint64_t memory, const std::string &folder,
                                 const std::string &target, const RunOptions &run)
    : mosaic_(mosaic), coding_(coding), pyramid_(pyramid), run_(run),
      shapes_(shared_shapes(mosaic, pyramid)),
      sizes_(shapes_.size(), std::vector<std::uint32_t>(mosaic.variants().size())),
      encoded_(mosaic.variants().size(), memory / 4 * 3, folder, target),
      small_(mosaic.variants().size(), memory / 4, folder, target) {
    encode();
    // The smallest shared level may be small enough for a last one.
    const Size size = drawn_size();
    if (pyramid && 2 * std::max(size.width, size.height) > TiffPyramidLevels::tile_side)
        draw(folder, target);
}

std::vector<TiffLevel> TiffComposition::levels() const {
    std::vector<TiffLevel> levels;
    Size size = mosaic_.size();
    for (std::size_t i = 0; i < shapes_.size(); ++i, size = half_of(size)) {
        TiffLevel &level = levels.emplace_back();
        level.size = size;
        level.tile = shapes_[i];
        level.grid = mosaic_.grid();
        level.sizes = sizes_[i];
        level.items = mosaic_.cells();
        level.read = [this, i](std::size_t variant, std::vector<std::uint8_t> &bytes) {
            const auto found = encoded_at(static_cast<VariantIndex>(variant), i);
            bytes.insert(bytes.end(), found.begin(), found.end());
            encoded_.trim(1);
        };
    }
    if (drawn_)
        for (TiffLevel &level : drawn_->levels())
            levels.push_back(std::move(level));
    return levels;
}

std::vector<std::uint8_t> TiffComposition::jpeg_tables() const {
    return TiffEncoder(coding_, shapes_.front()).jpeg_tables();
}

/// The level below the shared ones.
Size TiffComposition::drawn_size() const {
    Size size = mosaic_.size();
    for (std::size_t i = 0; i < shapes_.size(); ++i)
        size = half_of(size);
    return size;
}

/// What of a variant belongs to a level: its encoded levels stand one after the other.
std::span<const std::uint8_t> TiffComposition::encoded_at(VariantIndex variant,
                                                          std::size_t level) const {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < level; ++i)
        begin += sizes_[i][variant];
    return encoded_[variant].subspan(begin, sizes_[level][variant]);
}

void TiffComposition::encode() {
    for_each_variant(mosaic_, run_, [&] {
        std::vector<TiffEncoder> encoders;
        for (const TileShape shape : shapes_)
            encoders.emplace_back(coding_, shape);
        return [this, encoders = std::move(encoders)](
                   VariantIndex variant, std::span<const std::uint8_t> pixels) mutable {
            encode_variant(variant, pixels, encoders);
        };
    });
    encoded_.seal();
    small_.seal();
}

void TiffComposition::encode_variant(VariantIndex variant, std::span<const std::uint8_t> pixels,
                                     std::vector<TiffEncoder> &encoders) {
    std::vector<std::uint8_t> bytes, level(pixels.begin(), pixels.end());
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        const std::size_t before = bytes.size();
        encoders[i].encode(level, bytes);
        sizes_[i][variant] = static_cast<std::uint32_t>(bytes.size() - before);
        if (!pyramid_)
            continue;
        std::vector<std::uint8_t> next(halved(shapes_[i]).bytes());
        halve(level, shapes_[i].width, shapes_[i].height, next);
        level = std::move(next);
    }
    encoded_.put(variant, bytes);
    if (pyramid_)
        small_.put(variant, level);
}

void TiffComposition::draw(const std::string &folder, const std::string &target) {
    drawn_ = std::make_unique<TiffPyramidLevels>(drawn_size(), coding_, folder, target, run_);
    ProgressCounter progress(run_, "overviews", static_cast<std::uint64_t>(drawn_size().height));
    for (std::int64_t top = 0; drawn_->strip_height() > 0;) {
        const int rows = drawn_->strip_height();
        draw_rows(halved(shapes_.back()), top, drawn_->strip());
        drawn_->take_strip();
        top += rows;
        progress.add(static_cast<std::uint64_t>(rows));
    }
}

/// Lays the small variants side by side, in rows from `top` on.
void TiffComposition::draw_rows(TileShape tile, std::int64_t top,
                                std::span<std::uint8_t> strip) const {
    const std::size_t tile_row = static_cast<std::size_t>(tile.width) * bands;
    const std::size_t row_bytes = static_cast<std::size_t>(mosaic_.grid().columns) * tile_row;
    const auto height = static_cast<std::size_t>(tile.height);
    parallel_for(strip.size() / row_bytes, threads_of(run_), [&] {
        return [&](std::size_t y) {
            const std::size_t at = static_cast<std::size_t>(top) + y;
            std::uint8_t *to = strip.data() + y * row_bytes;
            for (const VariantIndex variant : mosaic_.cells_of(static_cast<int>(at / height))) {
                std::memcpy(to, small_[variant].data() + at % height * tile_row, tile_row);
                to += tile_row;
            }
            small_.trim(static_cast<std::uint64_t>(mosaic_.grid().columns));
        };
    });
}

} // namespace tessera
