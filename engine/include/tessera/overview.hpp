// Overviews: small pictures of a mosaic, of its errors and of its photos; and contact sheets of
// libraries.
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

/// A picture file in memory.
struct EncodedImage {
    Size size{};              ///< px
    std::string media_type{}; ///< "image/jpeg", "image/png"
    std::vector<std::uint8_t> bytes{};
};

/// A map that shows a number of each cell as a colour. One px stands for one cell, or for the mean
/// of a few cells. Empty cells are transparent.
struct CellMap {
    EncodedImage picture{};
    double least = 0, mean = 0, most = 0; ///< over all cells that aren't empty
    double scale_end = 0;     ///< number that the last colour stands for; larger ones share it
    std::vector<Rgb> scale{}; ///< the colours from 0 to scale_end, at even steps
};

/// A photo, and the number of cells that show it.
struct PhotoUse {
    TileId tile = 0;
    std::uint64_t cells = 0;
    EncodedImage picture{}; ///< the photo's tile, upright
};

/// The part of an overview that needs the source.
struct SourceOverview {
    EncodedImage picture{}; ///< cropped to the mosaic's shape, at the size of Overview::mosaic
    CellMap errors{};       ///< CIEDE2000 between the mean of a cell and the mean of its tile
    /// The result of compare() on the mosaic's exact pixels; nullopt if there are more than
    /// most_scored_cells.
    std::optional<Score> score{};
};

/// Mosaics of more cells aren't scored.
inline constexpr std::uint64_t most_scored_cells = 131'072;

/// The end of the error map's scale, CIEDE2000. It is the same for all mosaics, so that their maps
/// can be compared.
inline constexpr double most_shown_error = 20; // CIEDE2000

/// A mosaic at a glance.
struct Overview {
    EncodedImage mosaic{};
    std::optional<SourceOverview> source{};
    CellMap uses{}; ///< number of cells that show the same photo; colours follow its logarithm

    std::vector<PhotoUse> most_used{};  ///< most used first
    std::vector<PhotoUse> least_used{}; ///< least used first; none of most_used or never_used
    std::vector<PhotoUse> never_used{}; ///< the first few by id
    std::uint64_t unused = 0;           ///< number of photos in no cell
    std::uint64_t photos = 0;           ///< number of photos that could be chosen
};

/// How large an overview is.
struct OverviewOptions {
    int longest = 1200;      ///< longer side of the mosaic's and the source's picture, px
    int longest_map = 800;   ///< longer side of a map, px
    int thumbnail = 96;      ///< longer side of a photo's picture, px
    std::size_t photos = 12; ///< length of each list of photos, at most
    std::optional<std::vector<TileId>> tiles{}; ///< MatchOptions::tiles of the mosaic
};

/// Draws a mosaic small from its tiles and compares it with its source. Work grows with the px of
/// the distinct tiles and of the source, never with the mosaic's px. Memory grows with the
/// variants, and by about 1.5 kB for each cell that is scored. The pixels are the same for any
/// number of threads.
/// source: null if there is none.
/// Progress: stage "overview", px rows of the source.
/// Throws: Error{corrupt_store}; Error{unreadable_image}; Error{cancelled}.
[[nodiscard]] TESSERA_API Overview overview(const Mosaic &mosaic, const Source *source,
                                            const OverviewOptions &options = {},
                                            const RunOptions &run = {});

/// Returns a picture file made small: upright, in sRGB, its longer side at most `longest` px.
/// Returns nullopt if the file can't be read, or if it has so many px that this would take long.
[[nodiscard]] TESSERA_API std::optional<EncodedImage> small_picture(const std::string &path,
                                                                    int longest);

/// A tile on a contact sheet.
struct SheetPhoto {
    TileId tile = 0;
    TileRecord record{};
    EncodedImage picture{};
    std::uint32_t group = 0; ///< tiles that look the same share a group, from 1; 0: no other does
    std::uint32_t alike = 1; ///< number of tiles in its group, on this sheet or not
};

/// A contact sheet, or one page of it.
struct Sheet {
    std::vector<SheetPhoto> photos{}; ///< by id
    std::uint64_t tiles = 0;          ///< number of tiles that the sheet was chosen from
    std::uint64_t groups = 0;         ///< groups of tiles that look the same
};

/// Which tiles a sheet shows, and how large.
struct SheetOptions {
    std::optional<std::vector<TileId>> tiles{}; ///< tiles to show, ascending; nullopt: all
    std::size_t skip = 0;                       ///< number of tiles to leave out at the beginning
    std::size_t most = 5000;                    ///< largest number of tiles to show
    int thumbnail = 96;                         ///< longer side of a picture, at most, px

    bool operator==(const SheetOptions &) const = default;
};

/// Returns pictures of a library's tiles. It also finds tiles that look the same: copies of a file,
/// bursts, and other sizes of a picture. The result is the same for any number of threads. Memory
/// grows by about 4 kB for each tile shown.
/// Progress: stage "sheet", tiles.
/// Throws: Error{invalid_argument} for tiles that the library doesn't have; Error{corrupt_store};
/// Error{cancelled}.
[[nodiscard]] TESSERA_API Sheet contact_sheet(const TileLibrary &library,
                                              const SheetOptions &options = {},
                                              const RunOptions &run = {});

} // namespace tessera
