// A mosaic at a glance: small pictures of it, of its errors and of the photos in it; and a library
// as a contact sheet.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/mosaic.hpp>
#include <tessera/run.hpp>
#include <tessera/score.hpp>
#include <tessera/source.hpp>
#include <tessera/tile.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tessera {

/// A picture as a file in memory.
struct EncodedImage {
    Size size{};              ///< px
    std::string media_type{}; ///< "image/jpeg", "image/png"
    std::vector<std::uint8_t> bytes{};
};

/// A number of each cell as a colour: a px for each cell, or for a few of them, of their mean.
/// Transparent where cells are empty.
struct CellMap {
    EncodedImage picture{};
    double least = 0, mean = 0, most = 0; ///< of all cells that aren't empty
    double scale_end = 0;                 ///< what the last colour stands for, and all that is more
    std::vector<Rgb> scale{};             ///< colours at even steps
};

/// A photo and how many cells it stands in.
struct PhotoUse {
    TileId tile = 0;
    std::uint64_t cells = 0;
    EncodedImage picture{}; ///< its tile, upright
};

/// What needs the source.
struct SourceOverview {
    EncodedImage picture{}; ///< cropped as for the mosaic, and as large
    CellMap errors{};       ///< CIEDE2000 of the means of a cell and of what stands in it
    /// What compare() makes of the mosaic's exact pixels; nothing if there are more than
    /// most_scored_cells.
    std::optional<Score> score{};
};

inline constexpr std::uint64_t most_scored_cells = 131'072;

/// Last step of the error map's scale: it is the same for all mosaics, so that they compare.
inline constexpr double most_shown_error = 20; // CIEDE2000

struct Overview {
    EncodedImage mosaic{};
    std::optional<SourceOverview> source{};
    CellMap uses{}; ///< cells that the photo of a cell stands in; even steps of its logarithm

    std::vector<PhotoUse> most_used{};  ///< descending
    std::vector<PhotoUse> least_used{}; ///< ascending; of those in use, and none of the above
    std::vector<PhotoUse> never_used{}; ///< the first few, by id
    std::uint64_t unused = 0;           ///< photos that stand in no cell
    std::uint64_t photos = 0;           ///< that there were to choose from
};

struct OverviewOptions {
    int longest = 1200;                         ///< px, of mosaic and source
    int longest_map = 800;                      ///< px
    int thumbnail = 96;                         ///< px
    std::size_t photos = 12;                    ///< of each list, at most
    std::optional<std::vector<TileId>> tiles{}; ///< MatchOptions::tiles of the mosaic
};

/// Draws the mosaic small from its tiles and looks at it beside its source, if there is one to be
/// had. Work grows with the px of the distinct tiles and of the source, never with the mosaic's;
/// memory with the variants, and by about 1.5 kB for each cell that is scored. Not one px depends
/// on the number of threads. Progress: stage "overview", px rows of the source.
/// Throws: Error{corrupt_store}; Error{unreadable_image}; Error{cancelled}.
[[nodiscard]] TESSERA_API Overview overview(const Mosaic &mosaic, const Source *source,
                                            const OverviewOptions &options = {},
                                            const RunOptions &run = {});

/// A picture file made small: upright, in sRGB, longer side at most so many px. Nothing where it
/// can't be read, or has so many px that it would take long.
[[nodiscard]] TESSERA_API std::optional<EncodedImage> small_picture(const std::string &path,
                                                                    int longest);

/// A tile as a sheet shows it.
struct SheetPhoto {
    TileId tile = 0;
    TileRecord record{};
    EncodedImage picture{};
    std::uint32_t group = 0; ///< tiles that look the same share one, from 1; 0: no other does
    std::uint32_t alike = 1; ///< tiles of its group, shown or not
};

struct Sheet {
    std::vector<SheetPhoto> photos{}; ///< by id
    std::uint64_t tiles = 0;          ///< of which these are some
    std::uint64_t groups = 0;         ///< of tiles that look the same, among all of those
};

struct SheetOptions {
    std::optional<std::vector<TileId>> tiles{}; ///< of which; ascending; nothing: all
    std::size_t skip = 0;                       ///< of them, from the first on
    std::size_t most = 5000;                    ///< that are shown
    int thumbnail = 96;                         ///< px of the longer side, at most

    bool operator==(const SheetOptions &) const = default;
};

/// Pictures of a library's tiles, and which look the same: copies of a file, bursts, other sizes.
/// The same at any number of threads; memory grows with the tiles shown, by about 4 kB each.
/// Progress: stage "sheet", tiles.
/// Throws: Error{invalid_argument} for tiles that the library hasn't; Error{corrupt_store};
/// Error{cancelled}.
[[nodiscard]] TESSERA_API Sheet contact_sheet(const TileLibrary &library,
                                              const SheetOptions &options = {},
                                              const RunOptions &run = {});

} // namespace tessera
