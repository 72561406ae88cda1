// Mosaics in motion: animations that are drawn from a mosaic's plan, and films in which every frame
// is a mosaic.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/match.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/painter.hpp>
#include <tessera/run.hpp>
#include <tessera/sequence.hpp>
#include <tessera/source.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

/// A curve that eases a movement in and out. It is a function of time 0 .. 1, exactly 0 at time 0
/// and exactly 1 at time 1. Earlier times give 0, later times give 1.
/// The curve never falls, except in the families "back", "elastic" and "bounce". "back" and
/// "elastic" also leave the range 0 .. 1. Immutable; thread-safe.
/// Source: Penner 2002, "Programming Macromedia Flash MX", ch. 7, with amplitude 1, overshoot
/// 1.70158 (1.525 times that for "in-out-") and period 0.3 (0.45 for "in-out-").
class TESSERA_API Easing {
  public:
    /// Returns the easing of that name. A name is "linear", or "in-", "out-" or "in-out-" followed
    /// by a family: "in-out-cubic".
    /// Throws: Error{invalid_argument} for any other name; the message lists all names.
    [[nodiscard]] static Easing named(std::string_view name);

    /// Returns the value at a time. Not-a-number counts as time 0.
    [[nodiscard]] double operator()(double time) const noexcept;

  private:
    enum class Way { in, out, in_out };
    using Curve = double (*)(double);

    Easing(Curve curve, Way way) noexcept : curve_(curve), way_(way) {}

    Curve curve_; ///< the curve of the "in" way
    Way way_;
};

/// Returns the names of all easings.
[[nodiscard]] TESSERA_API std::vector<std::string> easing_names();

/// How an animation looks, and how long it lasts.
struct AnimationOptions {
    Size size{};        ///< of a frame, px; 0 x 0: the mosaic's shape within 1280 x 720, even sides
    double seconds = 5; ///< more than 0; rounded to whole frames, at least one
    FrameRate rate{};
    std::string ease{};      ///< one of easing_names(); empty: the effect's own default
    Rgb background{0, 0, 0}; ///< around the mosaic, and where no tile has landed yet

    bool operator==(const AnimationOptions &) const = default;
};

/// A view that a zoom passes through.
struct ZoomStop {
    double x = 0, y = 0; ///< the middle of the view, px of the mosaic
    double width = 0;    ///< of the view, px of the mosaic
    /// Time from the beginning at which the view is reached. With nullopt the first stop is at the
    /// beginning, the last one at the end, and the others lie evenly between their neighbours.
    std::optional<double> seconds{};
};

/// The order in which the pieces of a mosaic have their turns.
enum class PieceOrder {
    rows,   ///< from left to right, line by line
    random, ///< in an order that a seed decides
    colour, ///< greys from black to white, then hues round the colour circle
    detail, ///< edges first, flat areas last
};

/// The order of an effect that works piece by piece.
struct PieceOptions {
    PieceOrder order = PieceOrder::random;
    std::uint64_t seed = 0;

    bool operator==(const PieceOptions &) const = default;
};

/// The functions below return readers of an animation's frames, first to last. The first frame
/// shows the beginning, and the last one the end. A frame is drawn when it is asked for, on several
/// threads. Its cost grows with its own px, not with the mosaic's: see MosaicPainter. The readers
/// can seek.
/// run: the reader uses `threads` and `cancel` for as long as it lives.
/// Throws: Error{invalid_argument} for numbers out of range, an unknown easing, or stops whose
/// times aren't in order. next() throws Error{corrupt_store} and Error{cancelled}.

/// Flies from stop to stop; the movement between two stops is eased. The view grows by equal
/// factors in equal times, about one point that stands still. Without stops it starts at the tile
/// in the middle and ends with the whole mosaic.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader> animate_zoom(Mosaic mosaic,
                                                                    std::span<const ZoomStop> stops,
                                                                    const AnimationOptions &options,
                                                                    const RunOptions &run = {});

/// Lets the tiles fly to the wall and land in their places, one after another. If tiles are small
/// in the frame, squares of tiles fly together.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
animate_build(Mosaic mosaic, const PieceOptions &pieces, const AnimationOptions &options,
              const RunOptions &run = {});

/// Fades from the source to the mosaic.
/// Throws: also what Source::area_averages() throws.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader> animate_fade(Mosaic mosaic,
                                                                    const Source &source,
                                                                    const AnimationOptions &options,
                                                                    const RunOptions &run = {});

/// Turns one mosaic into another, piece by piece. If both have the same grid, each tile is turned
/// over and shows the other mosaic's tile on its back. Otherwise the pieces fade into each other.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
animate_morph(Mosaic from, Mosaic to, const PieceOptions &pieces, const AnimationOptions &options,
              const RunOptions &run = {});

/// Returns the view that shows a whole mosaic in the middle of a frame, px of the mosaic.
/// mosaic, frame: their sizes, px.
[[nodiscard]] TESSERA_API Box whole_view(Size mosaic, Size frame);

/// How the frames of a film become mosaics.
struct FilmOptions {
    MatchOptions match{};
    double coherence = 0.6; ///< 0 .. 1; see Matcher
    Size size{};            ///< of a frame, px; 0 x 0: as large as the mosaics
    Rgb background{};       ///< of transparent cells, and around the mosaic

    /// A folder that keeps the plan of each frame: "000000.plan.tif" and so on. It is made if it
    /// doesn't exist. Frames whose plans are there, counted from the first frame on, aren't matched
    /// again, so a render that was stopped goes on where it was. Empty: no plans are kept.
    std::string plans{};
    /// A text that names everything the plans depend on. Plans that were kept under another text
    /// are refused.
    std::string plans_of{};
};

/// The progress of a film so far.
struct FilmReport {
    std::uint64_t frames = 0;  ///< frames that were read
    std::uint64_t matched = 0; ///< frames that had no plan yet and were matched
    /// Sum over all frames of the cells that show another tile than in the frame before.
    std::uint64_t changes = 0;
};

/// Returns a reader of mosaics, one for each frame of `frames`, with the same durations. Each
/// mosaic is made when it is asked for, on several threads. The rules hold within each mosaic. Only
/// a few frames are in memory at a time. The reader can seek if `frames` can, `coherence` is 0 and
/// no plans are kept.
/// run: the reader uses `threads` and `cancel` for as long as it lives.
/// report: updated with every frame, unless it is null. It must outlive the reader.
/// REQUIRES: `frames` has 3 channels.
/// Throws: Error{invalid_argument} as Matcher, check_grid() and mosaic_size() do, for a frame size
/// that is out of range, and if the folder of plans holds something else; Error{write_failed}.
/// next() throws what match(), save_plan() and FrameReader::next() throw.
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
mosaic_film(std::unique_ptr<FrameReader> frames, const TileLibrary &library,
            const FilmOptions &options, const RunOptions &run = {}, FilmReport *report = nullptr);

} // namespace tessera
