// Tiles that come in, until the mosaic is whole.

#include "animate/animation.hpp"
#include "animate/pieces.hpp"
#include "base/run.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tessera {
using namespace internal;
namespace {

constexpr double nearness = 2.2; // times as large as in its place that a tile sets out

Box enlarged(const Box &box, double scale) {
    const double width = box.width * scale, height = box.height * scale;
    return {box.left + (box.width - width) / 2, box.top + (box.height - height) / 2, width, height};
}

class BuildUp final : public Animation {
  public:
    BuildUp(Mosaic mosaic, const PieceOptions &pieces, const AnimationOptions &options,
            const RunOptions &run)
        : Animation(mosaic.size(), options, "out-cubic", run),
          painter_(std::move(mosaic), background()), pieces_(painter_, size(), pieces, run),
          whole_(draw_whole(painter_)), covered_(whole_.size() / 3) {
        for (const std::uint32_t piece : pieces_.in_order())
            cover(pieces_.in_frame(piece), 1, size(), covered_);
    }

  private:
    void draw(double moment, const MutableImageView &frame) override {
        std::vector<float> there(whole_.size() / 3);
        std::vector<Patch> coming;
        for (std::size_t i = 0; i < pieces_.in_order().size(); ++i) {
            const double turn = pieces_.turn(i, moment);
            if (turn == 0)
                break; // nor have those after it
            const std::uint32_t piece = pieces_.in_order()[i];
            const Box place = pieces_.in_frame(piece);
            if (turn == 1)
                cover(place, 1, size(), there);
            else
                coming.push_back({pieces_.in_mosaic(piece),
                                  enlarged(place, nearness + (1 - nearness) * ease(turn)),
                                  std::min(1.0, 2 * turn)});
        }
        for (std::size_t i = 0; i < there.size(); ++i) // whole_ is blended with the wall already
            there[i] = covered_[i] > 0 ? there[i] / covered_[i] : 1;
        std::ranges::copy(whole_, frame.values().begin());
        std::vector<std::uint8_t> wall(whole_.size());
        fill(mutable_view_of(wall, size()), background());
        blend(wall, there, frame.values());
        painter_.draw(coming, frame, run());
    }

    MosaicPainter painter_;
    Pieces pieces_;
    std::vector<std::uint8_t> whole_;
    std::vector<float> covered_; ///< of each px by the mosaic
};

} // namespace

std::unique_ptr<FrameReader> animate_build(Mosaic mosaic, const PieceOptions &pieces,
                                           const AnimationOptions &options, const RunOptions &run) {
    check_run(run);
    return std::make_unique<BuildUp>(std::move(mosaic), pieces, options, run);
}

} // namespace tessera
