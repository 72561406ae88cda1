// Which tile stands in which cell: of one picture, or of one after the other.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/image_view.hpp>
#include <tessera/library.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>
#include <tessera/source.hpp>
#include <tessera/tile.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// How the distance of two cells is measured, in cells.
enum class SpacingMetric {
    chebyshev, ///< the larger of the steps across and down
    euclid     ///< as the crow flies
};

/// How often, and how near to each other, a photo may stand. All of it holds for the photo
/// whichever way it is laid.
struct RepetitionRules {
    int spacing = 0; ///< no two of its copies as near as this or nearer, in cells; 0: no rule
    SpacingMetric metric = SpacingMetric::chebyshev;
    std::uint32_t max_use = 0;      ///< cells it may stand in; 0: no rule
    std::uint32_t min_use = 0;      ///< cells it must stand in
    double variety = 0;             ///< 0 .. 1: the dearer copies are, the nearer they stand
    bool duplicates_as_one = false; ///< photos that look the same count as one
    bool relax = false; ///< rules that can't be met together give way, see MatchReport::relaxed

    bool operator==(const RepetitionRules &) const = default;
};

/// How tiles are moved towards the colour of their cells.
struct TintOptions {
    double strength = 0; ///< 0 .. 1: the part of the way a tile's mean is moved
    double most = 0;     ///< no further than this, CIEDE2000; 0: no bound
    int levels = 16;     ///< steps from black to white: fewer make fewer variants; 2 .. 256

    bool operator==(const TintOptions &) const = default;
};

struct MatchOptions {
    Grid grid{};
    /// Tiles to choose from, ascending, as find_tiles() gives them; nothing: all of the library's.
    /// Rules count these alone.
    std::optional<std::vector<TileId>> tiles{};
    std::string descriptor{}; ///< of descriptor_names(); empty: the first of them
    double detail = 0.5;      ///< DescriptorOptions::detail
    bool flip = false;        ///< tiles may be mirrored
    bool rotate = false;      ///< and turned; those that aren't square by half a turn only
    RepetitionRules rules{};
    double diffuse = 0; ///< 0 .. 1: how much of a cell's error of colour its neighbours make up for
    int effort =
        12; ///< times that all cells are gone through for a better arrangement; 0: filled only
    std::uint64_t seed = 0; ///< of the order that cells of equal detail are filled in
    TintOptions tint{};

    /// A picture that is white where cells are to be filled: those whose mean is below half of
    /// white stay empty, and no rule minds them. Cropped as the source.
    std::optional<Source> mask{};
    std::optional<Rgb> empty = Rgb{}; ///< Mosaic::background() of a mosaic with a mask

    /// A picture that is the whiter the more a cell matters: under rules, white ones are filled
    /// first, and their distances count for four times those of black ones. Without rules every
    /// cell has its nearest tile anyway, and it isn't read. Cropped as the source.
    std::optional<Source> importance{};

    /// Sizes of cells: with 2, squares of 2 x 2 cells become one large cell, shown by one tile at
    /// twice its size, where the source is flat; with 3, squares of 4 x 4 too.
    int levels = 1;
    double flat = 5; ///< standard deviation of colour that a large cell may have, CIELAB

    bool operator==(const MatchOptions &) const = default;
};

/// What came of the rules.
struct MatchReport {
    double cost = 0; ///< mean over the filled cells of the squared distance to their tiles
    /// The same, were every cell given its nearest tile; of a frame, the tile that it holds on to.
    double nearest_cost = 0;
    /// With max_use or min_use alone: how far the cost, as `importance` weighs it, may be above the
    /// least; a part of it.
    double gap = 0;
    std::uint64_t moves = 0;            ///< cells that the better arrangement gave another photo
    std::vector<std::string> relaxed{}; ///< rules that gave way, each as a sentence
    std::uint64_t tinted = 0;           ///< cells
    std::array<std::uint64_t, 2> large_cells{}; ///< of 2 x 2 and of 4 x 4 cells
};

/// That a grid of cells can be cut from a source, before any work.
/// Throws: Error{invalid_argument} where the grid is absurd or the source has fewer px than cells
/// along a side.
TESSERA_API void check_grid(const Source &source, Grid grid, TileShape tile);

/// That `tiles` photos can be put in the cells by the rules and the numbers are in range, before
/// any work. With a mask or large cells, the numbers alone: match() finds out whether the rules can
/// be met. Throws: Error{invalid_argument} with what would be needed.
TESSERA_API void check_match(const MatchOptions &options, std::uint32_t tiles);

/// Cuts the source into cells and puts in each the tile whose descriptor is nearest to its own, by
/// squared Euclidean distance, as far as the rules allow. The source is cropped centrally to the
/// mosaic's shape, never stretched. The same at any number of threads.
///
/// Without rules the tile is exactly the nearest, ties to the lowest TileId, then to the first
/// orientation; cells are matched while the source is read, and memory grows with a line of its px
/// and by one placement for each cell, one bit more with a mask. With rules, cells are filled in
/// the order of their importance and detail, then improved by moves that make room for each other;
/// memory grows by about 1 kB for each cell. Of a large cell, which counts as one for limits to
/// uses and in the costs, every part is kept apart from other copies; without rules large cells
/// take about 0.5 kB for each cell of the grid.
///
/// report: filled in, unless it is null.
/// Progress: stages "mask", "importance" and "match", px rows of the pictures as they are stored;
/// "arrange", cells.
/// Throws: as check_grid() and check_match(); Error{invalid_argument} for a mask that leaves no
/// cell, or too few or too many for the rules; Error{unreadable_image}; Error{cancelled}.
[[nodiscard]] TESSERA_API Mosaic match(const Source &source, const TileLibrary &library,
                                       const MatchOptions &options, const RunOptions &run = {},
                                       MatchReport *report = nullptr);

/// Matches picture after picture, with the tiles made ready once. Not thread-safe.
class TESSERA_API Matcher {
  public:
    /// coherence: 0 .. 1, how much of a sequence stands still. Without rules a cell keeps its tile
    /// until another one is nearer by that part of a quarter of the distance. With them, each cell
    /// is drawn to its tile by that part of a quarter of the way before tiles are shared out. Large
    /// cells don't keep theirs.
    /// Progress: stage "mask". Throws: as check_match(); Error{invalid_argument} for a coherence
    /// out of range; for a mask, as match().
    Matcher(const TileLibrary &library, MatchOptions options, double coherence = 0,
            const RunOptions &run = {});
    ~Matcher();
    Matcher(Matcher &&) noexcept;
    Matcher &operator=(Matcher &&) noexcept;

    /// As match(). The first picture gives the same mosaic as there, and so does every one without
    /// coherence.
    /// name: stands for a path in messages and in MosaicOrigin::source.
    /// Throws: as match(); Error{invalid_argument} unless the picture has 3 bands.
    [[nodiscard]] Mosaic next(const ImageView &picture, const std::string &name,
                              const RunOptions &run = {}, MatchReport *report = nullptr);

    /// Cells that show another tile, or in another orientation, than in the picture before.
    [[nodiscard]] std::uint64_t changed() const noexcept;

    /// The next picture is a first one again.
    void forget();

    /// The next picture comes after the one of this mosaic, which next() made, here or elsewhere.
    void follow(const Mosaic &mosaic);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace tessera
