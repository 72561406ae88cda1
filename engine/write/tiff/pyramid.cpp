#include "write/tiff/pyramid.hpp"

#include "write/tiff/halve.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr int side = TiffPyramidLevels::tile_side;
constexpr std::size_t bands = 3;
constexpr std::uint64_t rest_bytes = std::uint64_t{1} << 20; // at a time

std::size_t row_bytes(std::int64_t width) { return static_cast<std::size_t>(width) * bands; }

int tiles_along(std::int64_t length) { return static_cast<int>((length + side - 1) / side); }

/// Cuts one tile from rows of pixels; beyond their edges the last px goes on.
void cut_tile(std::span<const std::uint8_t> rows, std::int64_t width, int height, int column,
              std::span<std::uint8_t> tile) {
    const std::int64_t left = std::int64_t{column} * side;
    const auto inside = static_cast<std::size_t>(std::min<std::int64_t>(side, width - left));
    std::uint8_t *to = tile.data();
    for (int y = 0; y < side; ++y) {
        const std::uint8_t *from =
            rows.data() + static_cast<std::size_t>(std::min(y, height - 1)) * row_bytes(width) +
            row_bytes(left);
        to = std::copy_n(from, inside * bands, to);
        for (std::size_t x = inside; x < side; ++x)
            to = std::copy_n(from + (inside - 1) * bands, bands, to);
    }
}

} // namespace

struct TiffPyramidLevels::Level {
    Level(Size whole, Range own, const std::string &path, const std::string &target)
        : size(whole), end(static_cast<std::int64_t>(own.end)), rows(row_bytes(whole.width) * side),
          done(static_cast<std::int64_t>(own.begin)),
          file(path, target, OutputFile::Name::removed) {}

    [[nodiscard]] int strip_height() const {
        return static_cast<int>(std::min<std::int64_t>(side, end - done));
    }

    Size size;                      ///< of the whole level
    std::int64_t end;               ///< of the rows that are drawn
    std::vector<std::uint8_t> rows; ///< of the tiles that are being collected
    int filled = 0;                 ///< rows of them
    std::int64_t done;              ///< rows before them
    OutputFile file;                ///< encoded tiles, one after the other; px of the rest
    std::vector<std::uint32_t> sizes{};
};

std::vector<Size> drawn_sizes(Size size) {
    std::vector<Size> sizes{size};
    while (std::max(size.width, size.height) > side)
        sizes.push_back(size = half_of(size));
    return sizes;
}

TiffLevel tiff_pyramid_level(Size size) {
    TiffLevel level;
    level.size = size;
    level.tile = {side, side};
    level.grid = {tiles_along(size.width), tiles_along(size.height)};
    return level;
}

std::size_t levels_of_shards(Size size, int shards) {
    const auto sizes = drawn_sizes(size);
    const auto few = std::ranges::find_if(
        sizes, [&](const Size &level) { return tiles_along(level.height) < shards; });
    return std::max<std::size_t>(1, static_cast<std::size_t>(few - sizes.begin()));
}

TiffPyramidLevels::TiffPyramidLevels(Size size, Shard shard, const TiffCoding &coding,
                                     const TiffScratch &scratch, const RunOptions &run)
    : coding_(coding), run_(run), drawn_(levels_of_shards(size, shard.count)) {
    const auto sizes = drawn_sizes(size);
    // Rows of tiles of the last level that is drawn, so that all rows above them are whole.
    const auto own = shard.of(static_cast<std::uint64_t>(tiles_along(sizes[drawn_ - 1].height)));
    for (std::size_t i = 0; i < std::min(drawn_ + 1, sizes.size()); ++i) {
        const auto row_of = [&](std::uint64_t row) {
            return std::min(row * side << (drawn_ - 1) >> i,
                            static_cast<std::uint64_t>(sizes[i].height));
        };
        levels_.push_back(std::make_unique<Level>(
            sizes[i], Range{row_of(own.begin), row_of(own.end)},
            fmt::format("{}/.level-{}", scratch.folder, i), scratch.target));
    }
}

TiffPyramidLevels::~TiffPyramidLevels() = default;

Range TiffPyramidLevels::rows() const {
    const Level &level = *levels_.front();
    return {static_cast<std::uint64_t>(level.done), static_cast<std::uint64_t>(level.end)};
}

std::span<std::uint8_t> TiffPyramidLevels::strip() {
    Level &level = *levels_.front();
    return std::span(level.rows)
        .first(row_bytes(level.size.width) * static_cast<std::size_t>(level.strip_height()));
}

int TiffPyramidLevels::strip_height() const { return levels_.front()->strip_height(); }

void TiffPyramidLevels::take_strip() {
    levels_.front()->filled = strip_height();
    flush(0);
}

/// Encodes a row of tiles and passes it on. At the end of the picture the smaller levels follow.
void TiffPyramidLevels::flush(std::size_t index) {
    Level &level = *levels_[index];
    if (index < drawn_)
        encode(level);
    else
        level.file.append(
            std::span(level.rows)
                .first(row_bytes(level.size.width) * static_cast<std::size_t>(level.filled)));
    const bool has_next = index + 1 < levels_.size();
    if (has_next)
        halve_into_next(index);
    level.done += level.filled;
    level.filled = 0;
    if (has_next && levels_[index + 1]->filled == levels_[index + 1]->strip_height())
        flush(index + 1);
}

void TiffPyramidLevels::encode(Level &level) const {
    std::vector<std::vector<std::uint8_t>> tiles(
        static_cast<std::size_t>(tiles_along(level.size.width)));
    parallel_for(tiles.size(), threads_of(run_), [&] {
        return [&, encoder = TiffEncoder(coding_, {side, side}),
                pixels =
                    std::vector<std::uint8_t>(row_bytes(side) * side)](std::size_t column) mutable {
            throw_if_cancelled(run_);
            cut_tile(level.rows, level.size.width, level.filled, static_cast<int>(column), pixels);
            encoder.encode(pixels, tiles[column]);
        };
    });
    std::vector<std::uint8_t> bytes;
    for (const auto &tile : tiles) {
        level.sizes.push_back(static_cast<std::uint32_t>(tile.size()));
        bytes.insert(bytes.end(), tile.begin(), tile.end());
    }
    level.file.append(bytes);
}

void TiffPyramidLevels::halve_into_next(std::size_t index) {
    const Level &level = *levels_[index];
    Level &next = *levels_[index + 1];
    halve(level.rows, static_cast<int>(level.size.width), level.filled,
          std::span(next.rows).subspan(row_bytes(next.size.width) *
                                       static_cast<std::size_t>(next.filled)));
    next.filled += (level.filled + 1) / 2;
}

std::vector<TiffLevel> TiffPyramidLevels::levels() const {
    std::vector<TiffLevel> levels;
    for (std::size_t i = 0; i < drawn_; ++i) {
        const auto &level = levels_[i];
        TiffLevel &result = levels.emplace_back(tiff_pyramid_level(level->size));
        result.sizes = level->sizes;
        result.read = [&file = level->file, &sizes = level->sizes, at = std::uint64_t{0}](
                          std::size_t item, std::vector<std::uint8_t> &bytes) mutable {
            const std::size_t begin = bytes.size();
            bytes.resize(begin + sizes[item]);
            file.read_at(at, std::span(bytes).subspan(begin));
            at += sizes[item];
        };
    }
    return levels;
}

void TiffPyramidLevels::rest(const std::function<void(std::span<const std::uint8_t>)> &take) const {
    if (levels_.size() == drawn_)
        return;
    const OutputFile &file = levels_.back()->file;
    std::vector<std::uint8_t> bytes;
    for (std::uint64_t at = 0; at < file.size(); at += bytes.size()) {
        bytes.resize(std::min(rest_bytes, file.size() - at));
        file.read_at(at, bytes);
        take(bytes);
    }
}

} // namespace tessera::internal
