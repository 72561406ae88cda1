// Draws any part of a mosaic at any size.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/image_view.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>

#include <cstdint>
#include <memory>
#include <span>

namespace tessera {

/// A rectangle that needn't lie on whole px.
struct Box {
    double left = 0, top = 0, width = 0, height = 0;

    bool operator==(const Box &) const = default;
};

/// A part of a picture that is laid on a frame: enlarged, reduced or stretched.
struct Patch {
    Box from{};         ///< px of the picture; not empty; nothing is drawn from outside the picture
    Box to{};           ///< px of the frame; not empty; it may reach beyond the frame
    double opacity = 1; ///< 0 .. 1: invisible to opaque
};

/// Returns the patch that lays a whole picture on a frame so that `view`, px of the picture, fills
/// the frame.
/// REQUIRES: none of the three is empty.
[[nodiscard]] TESSERA_API Patch seen_through(const Box &view, Size picture, Size frame);

/// Draws patches of a mosaic as if they were cut from the whole picture of it. At the mosaic's own
/// scale on whole px, the pixels are those of compose(). Enlarged pixels are interpolated. Reduced
/// pixels are means, also across the edges of tiles. A px of the frame that a patch covers in part
/// takes part of the patch's colour.
///
/// The whole picture is never drawn. The painter keeps tiles at sizes that are halved again and
/// again, and means of squares of cells for views in which several tiles lie on a px. So a patch
/// costs as much as its px in the frame, plus the tiles that haven't been seen at that size before.
///
/// Not thread-safe. draw() uses several threads itself; the bytes are the same for any number of
/// them.
/// Source: Williams 1983, "Pyramidal Parametrics", doi:10.1145/964967.801126; Keys 1981,
/// doi:10.1109/TASSP.1981.1163711, eq. 15, widened by the scale.
class TESSERA_API MosaicPainter {
  public:
    /// Prepares to draw a mosaic; draws nothing yet.
    /// behind: the colour of transparent cells.
    /// memory: bytes that halved tiles may take, besides what one draw() needs. Squares of cells
    /// take one more byte for each cell once they are needed.
    explicit MosaicPainter(Mosaic mosaic, Rgb behind = {},
                           std::uint64_t memory = std::uint64_t{256} << 20);
    ~MosaicPainter();
    MosaicPainter(MosaicPainter &&) noexcept;
    MosaicPainter &operator=(MosaicPainter &&) noexcept;

    /// Returns the mosaic, with `behind` in place of transparent cells.
    [[nodiscard]] const Mosaic &mosaic() const noexcept;

    /// Lays the patches on the frame, one after another.
    /// Throws: Error{invalid_argument} unless the frame has 3 bands; Error{corrupt_store};
    /// Error{cancelled}.
    void draw(std::span<const Patch> patches, const MutableImageView &frame,
              const RunOptions &run = {});

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Fills a frame with one colour. REQUIRES: the frame has 3 bands.
TESSERA_API void fill(const MutableImageView &frame, Rgb colour);

} // namespace tessera
