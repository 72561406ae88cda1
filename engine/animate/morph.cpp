// One picture that becomes another: a source its mosaic, a mosaic another one.

#include "animate/animation.hpp"
#include "animate/pieces.hpp"
#include "base/run.hpp"
#include "compose/resample.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace tessera {
using namespace internal;
namespace {

using Pixels = std::vector<std::uint8_t>;

class Fade final : public Animation {
  public:
    Fade(Mosaic mosaic, const Source &source, const AnimationOptions &options,
         const RunOptions &run)
        : Animation(mosaic.size(), options, "in-out-sine", run) {
        MosaicPainter painter(std::move(mosaic), background());
        to_ = draw_whole(painter);
        from_ = draw_source(source, painter.mosaic());
    }

  private:
    void draw(double moment, const MutableImageView &frame) override {
        std::ranges::copy(to_, frame.values().begin());
        const std::vector<float> shares(to_.size() / 3, static_cast<float>(ease(moment)));
        blend(from_, shares, frame.values());
    }

    /// The source, where the mosaic will be.
    [[nodiscard]] Pixels draw_source(const Source &source, const Mosaic &mosaic) const {
        const Rect area = central_crop(source.size(), mosaic.grid(), mosaic.tile());
        const Box to = seen_through(whole_view(mosaic.size(), size()), mosaic.size(), size()).to;
        const Grid px{std::clamp(static_cast<int>(std::ceil(to.width)), 1, area.width),
                      std::clamp(static_cast<int>(std::ceil(to.height)), 1, area.height)};
        const Averaging wanted{px};
        const std::vector<double> means =
            source.area_averages(area, {&wanted, 1}, run(), "fade")[0];
        Pixels picture(means.size()), pixels(to_.size());
        std::ranges::transform(means, picture.begin(), [](double mean) {
            return static_cast<std::uint8_t>(std::lround(mean));
        });
        const auto read = [&](int y, Interval span, std::uint8_t *out) {
            const std::int64_t row = std::int64_t{y} * px.columns;
            std::copy_n(&picture[static_cast<std::size_t>(row + span.begin) * 3],
                        static_cast<std::size_t>(span.end - span.begin) * 3, out);
        };
        const MutableImageView frame = mutable_view_of(pixels, size());
        fill(frame, background());
        const Patch all{{0, 0, double(px.columns), double(px.rows)}, to};
        draw_bands(size(), run(), [&](Interval rows) {
            draw_rows(read, {px.columns, px.rows}, all, rows, frame);
        });
        return pixels;
    }

    Pixels from_, to_;
};

/// A morph piece by piece.
class Morph final : public Animation {
  public:
    Morph(Mosaic from, Mosaic to, const PieceOptions &pieces, const AnimationOptions &options,
          const RunOptions &run)
        : Animation(to.size(), options, "in-out-cubic", run),
          turns_(from.grid() == to.grid() && from.tile() == to.tile()),
          place_(seen_through(whole_view(to.size(), size()), to.size(), size()).to),
          painter_from_(std::move(from), background()), painter_to_(std::move(to), background()),
          pieces_(painter_to_, size(), pieces, run), from_(draw_whole(painter_from_)),
          to_(draw_whole(painter_to_)) {}

  private:
    void draw(double moment, const MutableImageView &frame) override {
        std::vector<float> shares(to_.size() / 3);
        if (!turns_) { // what only the first one reaches to
            const auto share = static_cast<float>(ease(moment));
            cover({0, 0, double(size().width), double(size().height)}, share, size(), shares);
            cover(place_, -share, size(), shares);
        }
        for (std::size_t i = 0; i < pieces_.in_order().size(); ++i) {
            const double turn = pieces_.turn(i, moment);
            if (turn == 0)
                break;
            const std::uint32_t piece = pieces_.in_order()[i];
            const bool flat = turn == 1 || !turns_ || stays(piece);
            const double share = turn == 1 ? 1 : ease(turn);
            if (flat)
                cover(pieces_.in_frame(piece), static_cast<float>(share), size(), shares);
        }
        std::ranges::copy(to_, frame.values().begin());
        if (moment < 1)
            blend(from_, shares, frame.values());
        if (turns_ && moment < 1)
            turn_over(moment, frame);
    }

    /// Tiles on their way, on the wall behind them.
    void turn_over(double moment, const MutableImageView &frame) {
        std::vector<float> wall(to_.size() / 3, 1.0F);
        std::vector<Patch> fronts, backs;
        for (std::size_t i = 0; i < pieces_.in_order().size(); ++i) {
            const double turn = pieces_.turn(i, moment);
            const std::uint32_t piece = pieces_.in_order()[i];
            if (turn == 0)
                break;
            if (turn == 1 || stays(piece))
                continue;
            const double angle = ease(turn) * std::numbers::pi;
            const double width = std::abs(std::cos(angle));
            Box box = pieces_.in_frame(piece);
            cover(box, -1, size(), wall);
            box.left += box.width * (1 - width) / 2;
            box.width *= width;
            if (box.width > 0)
                (angle < std::numbers::pi / 2 ? fronts : backs)
                    .push_back({pieces_.in_mosaic(piece), box});
        }
        Pixels behind(to_.size());
        fill(mutable_view_of(behind, size()), background());
        blend(behind, wall, frame.values());
        painter_from_.draw(fronts, frame, run());
        painter_to_.draw(backs, frame, run());
    }

    /// Whether both mosaics look the same there.
    [[nodiscard]] bool stays(std::uint32_t piece) const {
        const Mosaic &from = painter_from_.mosaic(), &to = painter_to_.mosaic();
        const auto [left, top, width, height] = pieces_.cells_of(piece);
        if (from.library().info().digest != to.library().info().digest)
            return false;
        for (int row = top; row < top + height; ++row)
            for (int column = left; column < left + width; ++column)
                if (from.at(row, column) != to.at(row, column))
                    return false;
        return true;
    }

    bool turns_;
    Box place_; ///< of the one that is to be, in the frame
    MosaicPainter painter_from_, painter_to_;
    Pieces pieces_; ///< of that one
    Pixels from_, to_;
};

} // namespace

std::unique_ptr<FrameReader> animate_fade(Mosaic mosaic, const Source &source,
                                          const AnimationOptions &options, const RunOptions &run) {
    check_run(run);
    return std::make_unique<Fade>(std::move(mosaic), source, options, run);
}

std::unique_ptr<FrameReader> animate_morph(Mosaic from, Mosaic to, const PieceOptions &pieces,
                                           const AnimationOptions &options, const RunOptions &run) {
    check_run(run);
    return std::make_unique<Morph>(std::move(from), std::move(to), pieces, options, run);
}

} // namespace tessera
