#include "animate/pieces.hpp"

#include "image/colour/lab.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <utility>

namespace tessera::internal {
namespace {

constexpr double least_px = 4;       // of a piece in the frame
constexpr double turn_length = 0.25; // of the whole time
constexpr double grey_chroma = 8;    // CIELAB: below it hues tell nothing

using Colours = std::vector<Lab>;

/// Mean colours of the pieces.
Colours colours_of(MosaicPainter &painter, Grid pieces, const Box &from, const RunOptions &run) {
    std::vector<std::uint8_t> pixels(pieces.cells() * 3);
    const Patch all{from, {0, 0, double(pieces.columns), double(pieces.rows)}};
    painter.draw({&all, 1}, mutable_view_of(pixels, {pieces.columns, pieces.rows}), run);
    Colours colours(pieces.cells());
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const double rgb[] = {double(pixels[3 * i]), double(pixels[3 * i + 1]),
                              double(pixels[3 * i + 2])};
        colours[i] = to_lab(rgb);
    }
    return colours;
}

/// Greys from black to white, then round the hues.
std::vector<double> by_colour(const Colours &colours) {
    std::vector<double> keys;
    for (const auto &[lightness, a, b] : colours)
        keys.push_back(std::hypot(a, b) < grey_chroma ? lightness
                                                      : 1000 + std::atan2(b, a) / std::numbers::pi);
    return keys;
}

/// How much a piece differs from those around it, the most first.
std::vector<double> by_detail(const Colours &colours, Grid pieces) {
    std::vector<double> keys(colours.size());
    const auto at = [&](int x, int y) {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(pieces.columns) +
               static_cast<std::size_t>(x);
    };
    const auto compare = [&](std::size_t a, std::size_t b) {
        double squares = 0;
        for (std::size_t i = 0; i < 3; ++i)
            squares += (colours[a][i] - colours[b][i]) * (colours[a][i] - colours[b][i]);
        keys[a] = std::min(keys[a], -squares);
        keys[b] = std::min(keys[b], -squares);
    };
    for (int y = 0; y < pieces.rows; ++y)
        for (int x = 0; x < pieces.columns; ++x) {
            if (x + 1 < pieces.columns)
                compare(at(x, y), at(x + 1, y));
            if (y + 1 < pieces.rows)
                compare(at(x, y), at(x, y + 1));
        }
    return keys;
}

} // namespace

Pieces::Pieces(MosaicPainter &painter, Size frame, const PieceOptions &options,
               const RunOptions &run)
    : cells_of_mosaic_(painter.mosaic().grid()), tile_(painter.mosaic().tile()),
      whole_(seen_through(whole_view(painter.mosaic().size(), frame), painter.mosaic().size(),
                          frame)) {
    const double px = std::min(whole_.to.width / cells_of_mosaic_.columns,
                               whole_.to.height / cells_of_mosaic_.rows);
    const int most = std::max(cells_of_mosaic_.columns, cells_of_mosaic_.rows);
    while (cells_ * px < least_px && cells_ < most)
        cells_ *= 2;
    grid_ = {(cells_of_mosaic_.columns + cells_ - 1) / cells_,
             (cells_of_mosaic_.rows + cells_ - 1) / cells_};
    sort(painter, options, run);
}

void Pieces::sort(MosaicPainter &painter, const PieceOptions &options, const RunOptions &run) {
    order_.resize(grid_.cells());
    std::iota(order_.begin(), order_.end(), 0U);
    if (options.order == PieceOrder::rows)
        return;
    std::mt19937_64 random(options.seed);
    for (std::size_t i = order_.size(); i > 1; --i) // std::shuffle differs between libraries
        std::swap(order_[i - 1], order_[random() % i]);
    if (options.order == PieceOrder::random)
        return;
    const Box from{0, 0, double(grid_.columns) * cells_ * tile_.width,
                   double(grid_.rows) * cells_ * tile_.height};
    const Colours colours = colours_of(painter, grid_, from, run);
    const std::vector<double> keys =
        options.order == PieceOrder::colour ? by_colour(colours) : by_detail(colours, grid_);
    std::ranges::stable_sort(order_, {}, [&](std::uint32_t piece) { return keys[piece]; });
}

double Pieces::turn(std::size_t n, double moment) const noexcept {
    const double begin = (1 - turn_length) * double(n) / double(order_.size());
    return std::clamp((moment - begin) / turn_length, 0.0, 1.0);
}

Rect Pieces::cells_of(std::uint32_t piece) const noexcept {
    const auto columns = static_cast<std::uint32_t>(grid_.columns);
    const int left = static_cast<int>(piece % columns) * cells_;
    const int top = static_cast<int>(piece / columns) * cells_;
    return {left, top, std::min(cells_, cells_of_mosaic_.columns - left),
            std::min(cells_, cells_of_mosaic_.rows - top)};
}

Box Pieces::in_mosaic(std::uint32_t piece) const noexcept {
    const Rect cells = cells_of(piece);
    return {double(cells.left) * tile_.width, double(cells.top) * tile_.height,
            double(cells.width) * tile_.width, double(cells.height) * tile_.height};
}

Box Pieces::in_frame(std::uint32_t piece) const noexcept {
    const Rect cells = cells_of(piece);
    const double width = whole_.to.width / cells_of_mosaic_.columns;
    const double height = whole_.to.height / cells_of_mosaic_.rows;
    return {whole_.to.left + cells.left * width, whole_.to.top + cells.top * height,
            cells.width * width, cells.height * height};
}

void cover(const Box &box, float share, Size frame, std::span<float> shares) {
    const double right = std::min(box.left + box.width, double(frame.width));
    const double bottom = std::min(box.top + box.height, double(frame.height));
    for (auto y = static_cast<std::int64_t>(std::max(box.top, 0.0)); double(y) < bottom; ++y) {
        const double high =
            std::min(bottom, double(y) + 1) - std::max(std::max(box.top, 0.0), double(y));
        for (auto x = static_cast<std::int64_t>(std::max(box.left, 0.0)); double(x) < right; ++x) {
            const double wide =
                std::min(right, double(x) + 1) - std::max(std::max(box.left, 0.0), double(x));
            shares[static_cast<std::size_t>(y * frame.width + x)] +=
                share * static_cast<float>(high * wide);
        }
    }
}

} // namespace tessera::internal
