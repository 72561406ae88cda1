#include "write/tiff/file.hpp"

#include <algorithm>
#include <atomic>

namespace tessera::internal {
namespace {

constexpr std::size_t piece_tiles = std::size_t{1} << 19;
constexpr std::size_t piece_bytes = std::size_t{4} << 20;

/// Tells what is done of all tiles as px rows of the picture. Thread-safe.
class RowProgress {
  public:
    RowProgress(std::span<const TiffLevel> levels, const RunOptions &run)
        : rows_(static_cast<std::uint64_t>(levels[0].size.height)), counter_(run, "write", rows_) {
        for (const TiffLevel &level : levels)
            total_ += level.grid.cells();
    }

    void add(std::uint64_t tiles) {
        const std::uint64_t before = done_.fetch_add(tiles);
        counter_.add(rows_ * (before + tiles) / total_ - rows_ * before / total_);
    }

  private:
    std::uint64_t rows_, total_ = 0;
    std::atomic<std::uint64_t> done_{0};
    ProgressCounter counter_;
};

template <class Number>
void put_array(const TiffLevel &level, const auto &values, std::size_t begin, std::size_t end,
               std::vector<std::uint8_t> &bytes) {
    bytes.resize((end - begin) * sizeof(Number));
    std::uint8_t *to = bytes.data();
    for (std::size_t tile = begin; tile < end; ++tile) {
        auto value = static_cast<std::uint64_t>(values[level.item_of(tile)]);
        for (std::size_t i = 0; i < sizeof(Number); ++i, value >>= 8)
            *to++ = static_cast<std::uint8_t>(value);
    }
}

/// Writes an array piece by piece, on several threads.
void write_array(OutputFile &file, const TiffLevel &level, const TiffArray &array,
                 const auto &values, const RunOptions &run) {
    const std::size_t tiles = level.grid.cells();
    const std::size_t pieces = (tiles + piece_tiles - 1) / piece_tiles;
    const auto width = static_cast<std::size_t>(bytes_of(array.type));
    parallel_for(pieces, threads_of(run), [&] {
        return [&, bytes = std::vector<std::uint8_t>()](std::size_t piece) mutable {
            throw_if_cancelled(run);
            const std::size_t begin = piece * piece_tiles;
            const std::size_t end = std::min(tiles, begin + piece_tiles);
            if (width == 2)
                put_array<std::uint16_t>(level, values, begin, end, bytes);
            else if (width == 4)
                put_array<std::uint32_t>(level, values, begin, end, bytes);
            else
                put_array<std::uint64_t>(level, values, begin, end, bytes);
            file.write_at(array.at + begin * width, bytes);
        };
    });
}

} // namespace

void for_each_piece(const TiffLevel &level, const RunOptions &run,
                    const std::function<void(std::span<const std::uint8_t>)> &take) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t item = 0; item < level.sizes.size(); ++item) {
        level.read(item, bytes);
        if (bytes.size() < piece_bytes && item + 1 < level.sizes.size())
            continue;
        throw_if_cancelled(run);
        take(bytes);
        bytes.clear();
    }
}

void write_tiff(OutputFile &file, std::span<const TiffLevel> levels,
                const TiffDescription &description, const RunOptions &run) {
    const TiffLayout layout(levels, description);
    RowProgress progress(levels, run);
    file.write_at(0, layout.head());
    for (std::size_t i = levels.size(); i-- > 0;) {
        const TiffPlace &place = layout.place(i);
        std::uint64_t at = place.data;
        for_each_piece(levels[i], run, [&](std::span<const std::uint8_t> bytes) {
            file.write_at(at, bytes);
            at += bytes.size();
        });
        if (!layout.is_inline(place.offsets, i))
            write_array(file, levels[i], place.offsets, place.items, run);
        if (!layout.is_inline(place.sizes, i))
            write_array(file, levels[i], place.sizes, levels[i].sizes, run);
        progress.add(levels[i].grid.cells());
    }
}

} // namespace tessera::internal
