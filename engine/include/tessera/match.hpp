// Matching: which tile stands in which cell, for one picture or for a sequence of pictures.
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
    euclid     ///< the straight line
};

/// The rules for copies of a photo. A photo counts as the same in every orientation.
struct RepetitionRules {
    /// Copies of a photo stand more than this many cells apart; 0: no rule.
    int spacing = 0;
    SpacingMetric metric = SpacingMetric::chebyshev;
    std::uint32_t max_use = 0;      ///< a photo stands in at most this many cells; 0: no rule
    std::uint32_t min_use = 0;      ///< a photo stands in at least this many cells
    double variety = 0;             ///< 0 .. 1: adds a cost to copies, higher the nearer they stand
    bool duplicates_as_one = false; ///< photos that look the same count as one photo
    bool relax = false; ///< rules that can't all be met give way; see MatchReport::relaxed

    bool operator==(const RepetitionRules &) const = default;
};

/// How tiles are tinted towards the colours of their cells.
struct TintOptions {
    double strength = 0; ///< 0 .. 1: the part of the way that a tile's mean colour moves
    double most = 0;     ///< the largest change of a tile's mean, CIEDE2000; 0: no limit
    int levels = 16;     ///< 2 .. 256: steps from black to white; fewer steps make fewer variants

    bool operator==(const TintOptions &) const = default;
};

/// The options of a match. The default has no rules: each cell gets its nearest tile.
struct MatchOptions {
    Grid grid{};
    /// Ids of the tiles to choose from, ascending, as find_tiles() returns them; nullopt: all tiles
    /// of the library. Rules count only these tiles.
    std::optional<std::vector<TileId>> tiles{};
    std::string descriptor{}; ///< one of descriptor_names(); empty: the first of them
    double detail = 0.5;      ///< DescriptorOptions::detail
    bool flip = false;        ///< allows mirrored tiles
    bool rotate = false; ///< allows turned tiles; tiles that aren't square turn by half a turn only
    RepetitionRules rules{};
    /// 0 .. 1: the part of a cell's colour error that its neighbours make up for.
    double diffuse = 0;
    /// How often all cells are gone through to improve the arrangement; 0: cells are only filled.
    int effort = 12;
    std::uint64_t seed = 0; ///< decides the order in which cells of equal detail are filled
    TintOptions tint{};

    /// A picture that is white where cells are filled. A cell stays empty if the mean of its part
    /// of the mask is below half of white, and no rule counts it. The mask is cropped as the source
    /// is.
    std::optional<Source> mask{};
    std::optional<Rgb> empty = Rgb{}; ///< Mosaic::background() of a mosaic with a mask

    /// A picture that is white where likeness matters most. With rules, white cells are filled
    /// first, and their distances weigh four times those of black cells. Without rules the picture
    /// isn't read, because every cell gets its nearest tile. It is cropped as the source is.
    std::optional<Source> importance{};

    /// Number of cell sizes, 1 .. 3. With 2, squares of 2 x 2 cells become one large cell where the
    /// source is flat, and one tile at twice its size fills it. With 3, squares of 4 x 4 cells can,
    /// too.
    int levels = 1;
    double flat = 5; ///< largest standard deviation of colour within a large cell, CIELAB, 0 .. 100

    bool operator==(const MatchOptions &) const = default;
};

/// How well a match went.
struct MatchReport {
    double cost = 0; ///< mean over the filled cells of the squared distance to their tiles
    /// The value of `cost` if every cell had its nearest tile. In a sequence, a tile that coherence
    /// keeps counts as the nearest.
    double nearest_cost = 0;
    /// Upper bound of how far the cost, as `importance` weighs it, lies above the least possible
    /// cost, as a part of it. Computed only if max_use and min_use are the only rules.
    double gap = 0;
    std::uint64_t moves = 0; ///< cells whose photo the improvement of the arrangement changed
    std::vector<std::string> relaxed{};         ///< the rules that gave way, one sentence each
    std::uint64_t tinted = 0;                   ///< number of tinted cells
    std::array<std::uint64_t, 2> large_cells{}; ///< of 2 x 2 and of 4 x 4 cells
};

/// Checks before any work that a grid of cells can be cut from a source.
/// Throws: Error{invalid_argument} as mosaic_size(), and if the source has fewer px than cells
/// along a side.
TESSERA_API void check_grid(const Source &source, Grid grid, TileShape tile);

/// Checks before any work that all numbers are in range, and that the rules can be met with `tiles`
/// photos. With a mask or large cells only the numbers are checked here; match() finds out whether
/// the rules can be met.
/// Throws: Error{invalid_argument} that says what would be needed; Error{unsupported} if the grid
/// has more cells than rules or large cells allow.
TESSERA_API void check_match(const MatchOptions &options, std::uint32_t tiles);

/// Returns the mosaic of a source. It crops the source centrally to the mosaic's shape without
/// stretching it, cuts it into cells, and gives each cell the tile with the nearest descriptor by
/// squared Euclidean distance, as far as the rules allow. The result is the same for any number of
/// threads.
///
/// Without rules each cell gets exactly the nearest tile. Ties go to the lowest TileId, then to the
/// first orientation. Cells are matched while the source is read. Memory grows with one line of the
/// source's px, by one placement for each cell, and by one bit for each cell if there is a mask.
///
/// With rules, cells are filled in the order of their importance and detail. Then the arrangement
/// is improved by moves in which cells make room for each other. Memory grows by about 1 kB for
/// each cell.
///
/// A large cell counts as one cell for max_use, min_use and the costs. Spacing holds for all of its
/// parts. Without rules, large cells take about 0.5 kB for each cell of the grid.
///
/// report: filled in, unless it is null.
/// Progress: stages "mask", "importance" and "match", px rows of the stored pictures; stage
/// "arrange", cells.
/// Throws: as check_grid() and check_match(); Error{invalid_argument} for a mask that leaves no
/// cell, or too few or too many cells for the rules; Error{unreadable_image}; Error{cancelled}.
[[nodiscard]] TESSERA_API Mosaic match(const Source &source, const TileLibrary &library,
                                       const MatchOptions &options, const RunOptions &run = {},
                                       MatchReport *report = nullptr);

/// Matches a sequence of pictures. The tiles are prepared once for all pictures. Not thread-safe.
class TESSERA_API Matcher {
  public:
    /// Prepares the tiles and reads the mask.
    /// coherence: 0 .. 1, how strongly cells keep their tiles from picture to picture. Without
    /// rules a cell keeps its tile until another tile is nearer by coherence / 4 of the distance.
    /// With rules each cell's target moves coherence / 4 of the way to its last tile before tiles
    /// are assigned. With large cells nothing is kept.
    /// Progress: stage "mask", px rows.
    /// Throws: as check_match(); Error{invalid_argument} for a coherence out of range; for a mask,
    /// as match().
    Matcher(const TileLibrary &library, MatchOptions options, double coherence = 0,
            const RunOptions &run = {});
    ~Matcher();
    Matcher(Matcher &&) noexcept;
    Matcher &operator=(Matcher &&) noexcept;

    /// Returns the mosaic of the next picture: see match(). The first picture gives the same mosaic
    /// as match(); with coherence 0, every picture does.
    /// name: stands for a path in messages and in MosaicOrigin::source.
    /// report: filled in, unless it is null.
    /// Throws: as match(); Error{invalid_argument} unless the picture has 3 bands.
    [[nodiscard]] Mosaic next(const ImageView &picture, const std::string &name,
                              const RunOptions &run = {}, MatchReport *report = nullptr);

    /// Returns the number of cells whose tile or orientation differs from the picture before.
    [[nodiscard]] std::uint64_t changed() const noexcept;

    /// Starts a new sequence: the next picture is treated as a first one.
    void forget();

    /// Continues a sequence: the next picture is treated as the successor of this mosaic, which
    /// next() made, in this Matcher or in an equal one.
    void follow(const Mosaic &mosaic);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace tessera
