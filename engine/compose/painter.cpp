// Why: docs/decisions/frames-are-drawn-at-their-own-scale.md

#include <tessera/painter.hpp>

#include "base/run.hpp"
#include "compose/cell_pyramid.hpp"
#include "compose/resample.hpp"
#include "compose/tile_levels.hpp"
#include "image/view.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <spdlog/fmt/fmt.h>
#include <utility>
#include <vector>

namespace tessera {
using namespace internal;
namespace {

constexpr int bands = 3;

/// Px of a level that lie on a px of the frame, at least: with fewer one would see levels change.
constexpr double oversampling = 2;

Mosaic opaque(Mosaic mosaic, Rgb behind) {
    const Rgb background = mosaic.background().value_or(behind);
    return std::move(mosaic).with_background(background);
}

} // namespace

/// Levels are those of tiles, then those of squares of cells.
struct MosaicPainter::State {
    Mosaic mosaic;
    TileLevels tiles;
    std::optional<CellPyramid> squares{};

    State(Mosaic what, Rgb behind, std::uint64_t memory)
        : mosaic(opaque(std::move(what), behind)), tiles(mosaic, memory) {}

    /// A patch, and the level that it is drawn from.
    struct Drawing {
        int level = 0;
        Size size{}; ///< of the whole mosaic at that level, px
        Patch patch{};
    };

    [[nodiscard]] int levels() const { return tiles.count() + CellPyramid::count(mosaic.grid()); }

    [[nodiscard]] Size size_of(int level) const {
        const Grid grid = mosaic.grid();
        if (const int above = level - tiles.count() + 1; above > 0) {
            const Grid squares_of = CellPyramid::size(grid, above);
            return {squares_of.columns, squares_of.rows};
        }
        const TileShape shape = tiles.shape(level);
        return {std::int64_t{grid.columns} * shape.width, std::int64_t{grid.rows} * shape.height};
    }

    /// Px of the mosaic that a px of the level is wide and high.
    [[nodiscard]] std::pair<double, double> scale_of(int level) const {
        const TileShape tile = mosaic.tile();
        if (const int above = level - tiles.count() + 1; above > 0)
            return {std::ldexp(tile.width, above), std::ldexp(tile.height, above)};
        const TileShape shape = tiles.shape(level);
        return {double(tile.width) / shape.width, double(tile.height) / shape.height};
    }

    [[nodiscard]] Drawing drawing_of(const Patch &patch) const {
        const Box &from = patch.from, &to = patch.to;
        int level = 0;
        for (; level + 1 < levels(); ++level) {
            const auto [across, down] = scale_of(level + 1);
            if (across * oversampling > from.width / to.width ||
                down * oversampling > from.height / to.height)
                break;
        }
        const auto [across, down] = scale_of(level);
        Patch scaled = patch;
        scaled.from = {from.left / across, from.top / down, from.width / across,
                       from.height / down};
        return {level, size_of(level), scaled};
    }

    /// The cells that can be seen.
    [[nodiscard]] Rect cells_of(const Drawing &drawing, Size frame) const {
        const auto [from, to, opacity] = drawing.patch;
        const Taps down({from.top, from.height, to.top, to.height,
                         static_cast<int>(drawing.size.height), static_cast<int>(frame.height)},
                        0, static_cast<int>(frame.height));
        const Taps across({from.left, from.width, to.left, to.width,
                           static_cast<int>(drawing.size.width), static_cast<int>(frame.width)},
                          0, static_cast<int>(frame.width));
        if (down.px().empty() || across.px().empty() || opacity <= 0)
            return {};
        const Interval rows = down.span(), columns = across.span();
        const TileShape shape = tiles.shape(drawing.level);
        const int left = columns.begin / shape.width, top = rows.begin / shape.height;
        return {left, top, (columns.end - 1) / shape.width + 1 - left,
                (rows.end - 1) / shape.height + 1 - top};
    }

    void require(const Drawing &drawing, Size frame, const RunOptions &run) {
        if (drawing.level < tiles.count() - 1)
            return tiles.require(drawing.level, cells_of(drawing, frame), run);
        if (drawing.level < tiles.count() || !squares)
            tiles.require_means(run);
        if (drawing.level >= tiles.count() && !squares)
            squares.emplace(mosaic, tiles, run);
    }

    void read_row(int level, int y, Interval span, std::uint8_t *to) const {
        if (const int above = level - tiles.count() + 1; above > 0) {
            const std::uint8_t *row = squares->row(above, y);
            std::copy(row + std::ptrdiff_t{span.begin} * bands,
                      row + std::ptrdiff_t{span.end} * bands, to);
            return;
        }
        const TileShape shape = tiles.shape(level);
        const auto cells = mosaic.cells_of(y / shape.height);
        const std::ptrdiff_t line = std::ptrdiff_t{y % shape.height} * shape.width;
        for (int x = span.begin; x < span.end;) {
            const int cell = x / shape.width, inside = x % shape.width;
            const int count = std::min(shape.width - inside, span.end - x);
            const std::uint8_t *from =
                tiles.of(level, cells[static_cast<std::size_t>(cell)]) + (line + inside) * bands;
            to = std::copy_n(from, std::ptrdiff_t{count} * bands, to);
            x += count;
        }
    }
};

MosaicPainter::MosaicPainter(Mosaic mosaic, Rgb behind, std::uint64_t memory)
    : state_(std::make_unique<State>(std::move(mosaic), behind, memory)) {}
MosaicPainter::~MosaicPainter() = default;
MosaicPainter::MosaicPainter(MosaicPainter &&) noexcept = default;
MosaicPainter &MosaicPainter::operator=(MosaicPainter &&) noexcept = default;

const Mosaic &MosaicPainter::mosaic() const noexcept { return state_->mosaic; }

void MosaicPainter::draw(std::span<const Patch> patches, const MutableImageView &frame,
                         const RunOptions &run) {
    check_run(run);
    check_view(frame, "the frame");
    if (frame.bands != bands)
        throw Error(
            ErrorCode::invalid_argument,
            fmt::format("a frame of {} bands was given; {} were wanted", frame.bands, bands));
    state_->tiles.trim();
    std::vector<State::Drawing> drawings;
    for (const Patch &patch : patches) {
        drawings.push_back(state_->drawing_of(patch));
        state_->require(drawings.back(), frame.size(), run);
    }
    draw_bands(frame.size(), run, [&](Interval rows) {
        for (const State::Drawing &drawing : drawings) {
            const auto read = [&](int y, Interval span, std::uint8_t *to) {
                state_->read_row(drawing.level, y, span, to);
            };
            if (drawing.patch.to.top < rows.end &&
                drawing.patch.to.top + drawing.patch.to.height > rows.begin)
                draw_rows(read, drawing.size, drawing.patch, rows, frame);
        }
    });
}

Patch seen_through(const Box &view, Size picture, Size frame) {
    const double across = double(frame.width) / view.width;
    const double down = double(frame.height) / view.height;
    const auto width = double(picture.width), height = double(picture.height);
    return {{0, 0, width, height},
            {-view.left * across, -view.top * down, width * across, height * down}};
}

void fill(const MutableImageView &frame, Rgb colour) {
    for (int y = 0; y < frame.height; ++y)
        for (std::uint8_t *px = frame.row(y), *end = px + frame.row_bytes(); px != end;
             px += bands) {
            px[0] = colour.red;
            px[1] = colour.green;
            px[2] = colour.blue;
        }
}

} // namespace tessera
