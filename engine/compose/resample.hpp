// Parts of pictures at other sizes.
#pragma once

#include <tessera/painter.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tessera::internal {

/// One way of a frame's patch: where it lies in picture and frame.
struct Stretch {
    double from = 0, from_length = 0; ///< px of the picture
    double to = 0, to_length = 0;     ///< px of the frame
    int picture_length = 0, frame_length = 0;
};

/// What the px of a frame are made of along one way.
/// Source: Keys 1981, doi:10.1109/TASSP.1981.1163711, eq. 15; its width grows with the scale.
class Taps {
  public:
    /// For px [begin, end) of the frame, as far as the patch covers them at all.
    Taps(const Stretch &stretch, int begin, int end);

    struct Px {
        int at;                ///< in the frame
        float covered;         ///< part of it that the patch covers
        int first;             ///< px of the picture
        std::uint32_t weight;  ///< where its weights begin
        std::uint32_t weights; ///< and how many they are: one for each px from `first` on
    };

    [[nodiscard]] std::span<const Px> px() const noexcept { return px_; }
    [[nodiscard]] std::span<const float> weights(const Px &px) const noexcept {
        return std::span(weights_).subspan(px.weight, px.weights);
    }

    /// Px of the picture, [begin, end), that any of them is made of. REQUIRES: px() isn't empty.
    [[nodiscard]] Interval span() const;

  private:
    void add(const Stretch &stretch, int at);

    std::vector<Px> px_;
    std::vector<float> weights_; ///< of each px, of sum 1
};

/// The px [span.begin, span.end) of row y of a picture: width x 3, written.
using ReadRow = std::function<void(int y, Interval span, std::uint8_t *to)>;

/// Lays a patch of a picture on rows [rows.begin, rows.end) of a frame of 3 bands. The bytes don't
/// depend on how a frame is cut into rows. picture: px.
void draw_rows(const ReadRow &picture, Size size, const Patch &patch, Interval rows,
               const MutableImageView &frame);

/// Draws a whole frame: all patches of a band of rows, then the next band, several at a time.
/// draw: called for each band, thread-safe.
void draw_bands(Size frame, const RunOptions &run, const std::function<void(Interval)> &draw);

} // namespace tessera::internal
