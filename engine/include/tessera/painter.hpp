// Any part of a mosaic, drawn at any size.
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

/// A part of a picture, laid on a frame: enlarged, reduced, stretched.
struct Patch {
    Box from{};         ///< px of the picture; not empty. What lies outside it is never seen
    Box to{};           ///< px of the frame, which it may leave; not empty
    double opacity = 1; ///< 0 .. 1
};

/// All of a picture, laid so that `view`, px of the picture, fills the frame.
/// REQUIRES: none of them is empty.
[[nodiscard]] TESSERA_API Patch seen_through(const Box &view, Size picture, Size frame);

/// Draws patches of a mosaic as if they were cut from the whole of it: at the scale of the mosaic
/// on whole px they are compose()'s pixels, enlarged they are interpolated, reduced they are means,
/// across the edges of tiles, too. Px that a patch covers in part take part of it.
///
/// But the whole is never drawn. Tiles are kept at sizes halved again and again, and, where several
/// lie on a px, means of squares of cells; so a patch costs what the frame's px cost, and what
/// tiles not seen at that size before do. Not thread-safe; draws on several threads, the same bytes
/// on any number of them. Source: Williams 1983, "Pyramidal Parametrics",
/// doi:10.1145/964967.801126; Keys 1981, doi:10.1109/TASSP.1981.1163711, eq. 15, widened by the
/// scale.
class TESSERA_API MosaicPainter {
  public:
    /// behind: the colour of transparent cells. memory: bytes that halved tiles may take, besides
    /// what one draw() needs. Squares of cells take a byte for each cell, once they are needed.
    explicit MosaicPainter(Mosaic mosaic, Rgb behind = {},
                           std::uint64_t memory = std::uint64_t{256} << 20);
    ~MosaicPainter();
    MosaicPainter(MosaicPainter &&) noexcept;
    MosaicPainter &operator=(MosaicPainter &&) noexcept;

    [[nodiscard]] const Mosaic &mosaic() const noexcept;

    /// Lays the patches on the frame, one after the other.
    /// Throws: Error{invalid_argument} unless the frame has 3 bands; Error{corrupt_store};
    /// Error{cancelled}.
    void draw(std::span<const Patch> patches, const MutableImageView &frame,
              const RunOptions &run = {});

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Paints all of a frame. REQUIRES: it has 3 bands.
TESSERA_API void fill(const MutableImageView &frame, Rgb colour);

} // namespace tessera
