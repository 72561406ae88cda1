#include "write/tiff/composition.hpp"

#include "write/tiff/halve.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tessera::internal {
namespace {

constexpr std::size_t bands = 3;

TileShape halved(TileShape tile) { return {tile.width / 2, tile.height / 2}; }

/// Rows of cells that are seen in those px rows.
Range rows_of_cells(Range rows, TileShape tile) {
    const auto height = static_cast<std::uint64_t>(tile.height);
    return {rows.begin / height,
            rows.size() == 0 ? rows.begin / height : (rows.end + height - 1) / height};
}

} // namespace

TiffLevels tiff_levels(const MosaicForm &form, bool pyramid) {
    TiffLevels levels{{form.tile}, {}};
    Size size = mosaic_size(form.grid, form.tile);
    while (pyramid && can_be_tiff_tile(halved(levels.shared.back())) &&
           std::max(size.width, size.height) > TiffPyramidLevels::tile_side) {
        levels.shared.push_back(halved(levels.shared.back()));
        size = half_of(size);
    }
    // The smallest shared level may be small enough for a last one.
    if (pyramid &&
        2 * std::max(half_of(size).width, half_of(size).height) > TiffPyramidLevels::tile_side)
        levels.drawn = half_of(size);
    return levels;
}

std::vector<TiffLevel> shared_levels(const MosaicForm &form, const TiffLevels &levels,
                                     std::span<const VariantIndex> cells) {
    std::vector<TiffLevel> shared;
    Size size = mosaic_size(form.grid, form.tile);
    for (const TileShape tile : levels.shared) {
        TiffLevel &level = shared.emplace_back();
        level.size = std::exchange(size, half_of(size));
        level.tile = tile;
        level.grid = form.grid;
        level.items = cells;
    }
    return shared;
}

TiffComposition::TiffComposition(const Mosaic &mosaic, const Options &options,
                                 const RunOptions &run)
    : mosaic_(mosaic), options_(options), run_(run),
      shapes_(tiff_levels(mosaic.form(), options.pyramid).shared),
      own_(options.shard.of(mosaic.variants().size())),
      sizes_(shapes_.size(), std::vector<std::uint32_t>(own_.size())),
      encoded_(mosaic.variants().size(), options.memory / 4 * 3, options.scratch.folder,
               options.scratch.target),
      small_(mosaic.variants().size(), options.memory / 4, options.scratch.folder,
             options.scratch.target) {
    if (const Size size = tiff_levels(mosaic.form(), options.pyramid).drawn; size.height > 0)
        drawn_ = std::make_unique<TiffPyramidLevels>(size, options.shard, options.coding,
                                                     options.scratch, run);
    encode();
    if (drawn_)
        draw();
}

std::vector<TiffLevel> TiffComposition::levels() const {
    auto levels = shared_levels(mosaic_.form(), {shapes_, {}}, mosaic_.cells());
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        levels[i].sizes = sizes_[i];
        levels[i].read = [this, i](std::size_t item, std::vector<std::uint8_t> &bytes) {
            const auto found = encoded_at(static_cast<VariantIndex>(own_.begin + item), i);
            bytes.insert(bytes.end(), found.begin(), found.end());
            encoded_.trim(1);
        };
    }
    if (drawn_)
        for (TiffLevel &level : drawn_->levels())
            levels.push_back(std::move(level));
    return levels;
}

/// What of a variant belongs to a level: its encoded levels stand one after the other.
std::span<const std::uint8_t> TiffComposition::encoded_at(VariantIndex variant,
                                                          std::size_t level) const {
    const std::size_t item = variant - own_.begin;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < level; ++i)
        begin += sizes_[i][item];
    return encoded_[variant].subspan(begin, sizes_[level][item]);
}

/// Variants that are encoded, or drawn.
SomeVariants TiffComposition::wanted() const {
    std::vector<std::uint64_t> uses(mosaic_.variants().size());
    if (drawn_)
        uses = uses_in(mosaic_, rows_of_cells(drawn_->rows(), halved(shapes_.back())));
    for (std::uint64_t variant = own_.begin; variant < own_.end; ++variant)
        ++uses[variant];
    return used_variants(mosaic_, uses);
}

void TiffComposition::encode() {
    const SomeVariants some = wanted();
    for_each_variant(some, run_, [&] {
        std::vector<TiffEncoder> encoders;
        for (const TileShape shape : shapes_)
            encoders.emplace_back(options_.coding, shape);
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
    const bool is_own = variant >= own_.begin && variant < own_.end;
    std::vector<std::uint8_t> bytes, level(pixels.begin(), pixels.end());
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        if (is_own) {
            const std::size_t before = bytes.size();
            encoders[i].encode(level, bytes);
            sizes_[i][variant - own_.begin] = static_cast<std::uint32_t>(bytes.size() - before);
        }
        if (!options_.pyramid)
            continue;
        std::vector<std::uint8_t> next(halved(shapes_[i]).bytes());
        halve(level, shapes_[i].width, shapes_[i].height, next);
        level = std::move(next);
    }
    if (is_own)
        encoded_.put(variant, bytes);
    if (drawn_)
        small_.put(variant, level);
}

void TiffComposition::draw() {
    const Range rows = drawn_->rows();
    ProgressCounter progress(run_, "overviews", rows.size());
    for (auto top = static_cast<std::int64_t>(rows.begin); drawn_->strip_height() > 0;) {
        const int height = drawn_->strip_height();
        draw_rows(halved(shapes_.back()), top, drawn_->strip());
        drawn_->take_strip();
        top += height;
        progress.add(static_cast<std::uint64_t>(height));
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

} // namespace tessera::internal
