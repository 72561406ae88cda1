// A mosaic in motion: frames drawn from its plan, and films of which every frame is a mosaic.
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

/// A function of time 0 .. 1 that is 0 at 0 and 1 at 1, exactly; before and after it stays there.
/// It never falls, but for the families "back" and "elastic", which also leave 0 .. 1, and
/// "bounce".
/// Source: Penner 2002, "Programming Macromedia Flash MX", ch. 7, with amplitude 1, overshoot
/// 1.70158 (in both ways 1.525 times that) and period 0.3 (in both ways 0.45).
class TESSERA_API Easing {
  public:
    /// "linear", or "in-", "out-" or "in-out-" and a family, such as "in-out-cubic".
    /// Throws: Error{invalid_argument} that lists the names there are.
    [[nodiscard]] static Easing named(std::string_view name);

    [[nodiscard]] double operator()(double time) const noexcept;

  private:
    enum class Way { in, out, in_out };
    using Curve = double (*)(double);

    Easing(Curve curve, Way way) noexcept : curve_(curve), way_(way) {}

    Curve curve_; ///< as it sets in
    Way way_;
};

/// All of them.
[[nodiscard]] TESSERA_API std::vector<std::string> easing_names();

struct AnimationOptions {
    Size size{};        ///< of the frames, px; 0 x 0: of the mosaic's shape within 1280 x 720
    double seconds = 5; ///< more than 0; rounded to whole frames, one at least
    FrameRate rate{};
    std::string ease{};      ///< of easing_names(); empty: what suits the effect
    Rgb background{0, 0, 0}; ///< around the mosaic, and in the place of tiles that are to come

    bool operator==(const AnimationOptions &) const = default;
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

    bool operator==(const PieceOptions &) const = default;
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

struct FilmOptions {
    MatchOptions match{};
    double coherence = 0.6; ///< see Matcher
    Size size{};            ///< of the frames, px; 0 x 0: the mosaics' own
    Rgb background{};       ///< of cells that stay transparent, and around the mosaic

    /// A folder in which the plan of each frame is kept as "000000.plan.tif" and so on. Frames
    /// whose plans are there already, from the first one on, aren't matched again: a render that
    /// was stopped goes on where it was. Empty: none are kept.
    std::string plans{};
    std::string plans_of{}; ///< a text that differs where others would be made of the same frames
};

/// What became of a film so far.
struct FilmReport {
    std::uint64_t frames = 0;
    std::uint64_t matched = 0; ///< of these; the others' plans were there
    std::uint64_t changes = 0; ///< cells that show another tile than in the frame before, in all
};

/// A reader of mosaics of the frames of another, as many and as long as they are, each made when it
/// is asked for, on several threads; rules hold in each of them. A few frames are in memory,
/// however many there are. It can seek where `frames` can, and there is no coherence.
/// run: `threads` and `cancel` count as long as the reader lives.
/// report: filled in with every frame, unless it is null; outlives the reader.
/// REQUIRES: frames of 3 channels. Throws: Error{invalid_argument} as Matcher, check_grid() and
/// mosaic_size(), and where the folder of plans holds something else; Error{write_failed}.
/// next(): as match(), save_plan() and FrameReader::next().
[[nodiscard]] TESSERA_API std::unique_ptr<FrameReader>
mosaic_film(std::unique_ptr<FrameReader> frames, const TileLibrary &library,
            const FilmOptions &options, const RunOptions &run = {}, FilmReport *report = nullptr);

} // namespace tessera
