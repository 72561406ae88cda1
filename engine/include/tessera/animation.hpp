// A mosaic in motion: frames that are drawn from its plan, one after the other.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/painter.hpp>
#include <tessera/sequence.hpp>
#include <tessera/session.hpp>
#include <tessera/source.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera {

struct AnimationOptions {
    Size size{};        ///< of the frames, px; 0 x 0: of the mosaic's shape within 1280 x 720
    double seconds = 5; ///< more than 0; rounded to whole frames, one at least
    FrameRate rate{};
    std::string ease{};      ///< of easing_names(); empty: what suits the effect
    Rgb background{0, 0, 0}; ///< around the mosaic, and in the place of tiles that are to come
};

/// A view that a zoom passes through.
struct ZoomStop {
    double x = 0, y = 0; ///< the middle of it, px of the mosaic
    double width = 0;    ///< of what is to be seen, px of the mosaic
    /// When it is reached; nothing: evenly between those around it, first and last at the beginning
    /// and at the end.
    std::optional<double> seconds{};
};

/// In what order things happen to pieces of a mosaic.
enum class PieceOrder {
    rows,   ///< from left to right, line by line
    random, ///< by a seed
    colour, ///< greys from black to white, then round the hues
    detail, ///< edges first, flat areas last
};

struct PieceOptions {
    PieceOrder order = PieceOrder::random;
    std::uint64_t seed = 0;
};

/// Readers of the frames of an animation, first to last, each drawn when it is asked for, on
/// several threads; the first and the last show where it begins and ends. They can seek. A frame
/// costs what its px cost, however large the mosaic is: see MosaicPainter.
/// run: `threads` and `cancel` count as long as the reader lives.
/// All of them throw: Error{invalid_argument} for numbers out of range, a name of an easing that
/// there isn't, or stops that aren't in order; next(): Error{corrupt_store}, Error{cancelled}.

/// A flight from stop to stop, eased between each two. In it everything grows by the same factor
/// in the same time: about one point that stands still. No stops: from the tile in the middle out
/// to the whole.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader> animate_zoom(Mosaic mosaic,
                                                                    std::span<const ZoomStop> stops,
                                                                    const AnimationOptions &options,
                                                                    const RunOptions &run = {});

/// Tiles come towards the wall and land in their places, in an order. Where tiles are small in the
/// frame, squares of them come as one.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
animate_build(Mosaic mosaic, const PieceOptions &pieces, const AnimationOptions &options,
              const RunOptions &run = {});

/// The source becomes the mosaic. Throws: also as Source::area_averages().
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader> animate_fade(Mosaic mosaic,
                                                                    const Source &source,
                                                                    const AnimationOptions &options,
                                                                    const RunOptions &run = {});

/// One mosaic becomes another, in an order. Where both have the same grid, tiles are turned over,
/// and show the other mosaic's on their back; elsewhere they fade into each other.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
animate_morph(Mosaic from, Mosaic to, const PieceOptions &pieces, const AnimationOptions &options,
              const RunOptions &run = {});

/// The view that shows all of a mosaic in the middle of frames of that size.
[[nodiscard]] TESSERA_API Box whole_view(Size mosaic, Size frame);

} // namespace tessera
