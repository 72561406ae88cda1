// A mosaic is a plan: it says which tile stands in which cell, and holds no pixels.
#pragma once

#include <tessera/digest.hpp>
#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/library.hpp>
#include <tessera/orientation.hpp>
#include <tessera/tile.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// A colour shift that is added to each pixel of a tile. Sums are clamped to 0 .. 255.
struct Tint {
    std::int8_t red = 0, green = 0, blue = 0;

    auto operator<=>(const Tint &) const = default;
};

/// The part of an enlarged tile that one cell shows. The tile is turned, tinted and made `scale`
/// times as wide and as high; then it is cut into scale x scale blocks of its own shape.
struct Block {
    std::uint8_t scale = 1; ///< 1, 2 or 4
    std::uint8_t column = 0, row = 0;

    auto operator<=>(const Block &) const = default;
};

/// Stands for a tile's id in cells that stay empty.
inline constexpr TileId no_tile = 0xFFFF'FFFF;

/// The content of one cell.
struct Placement {
    TileId tile = 0;
    Orientation orientation = Orientation::upright;
    Tint tint{};
    Block block{};

    /// Returns the placement of a cell that stays empty. It sorts after all others.
    [[nodiscard]] static constexpr Placement empty() noexcept { return {no_tile}; }
    /// Returns true if the cell stays empty.
    [[nodiscard]] constexpr bool is_empty() const noexcept { return tile == no_tile; }

    auto operator<=>(const Placement &) const = default;
};

/// Index of a distinct placement in Mosaic::variants().
using VariantIndex = std::uint32_t;

/// The origin of a mosaic, which its plan records.
struct MosaicOrigin {
    std::string source{};     ///< file name of the source, without its folder
    Size source_size{};       ///< upright, px
    std::string descriptor{}; ///< name of the descriptor that matched the tiles

    bool operator==(const MosaicOrigin &) const = default;
};

/// A mosaic: its variants, which are the distinct placements, and the index of a variant for each
/// cell. Takes 4 bytes for each cell. Immutable; thread-safe.
class TESSERA_API Mosaic {
  public:
    /// Makes a mosaic of a placement for each cell.
    /// placements: rows x columns, row-major.
    /// Throws: as mosaic_size(); Error{invalid_argument} if the number of placements isn't that of
    /// the grid's cells, or if a placement names a tile that the library doesn't have, turns a tile
    /// that isn't square on its side, has an impossible block, or changes an empty cell. It doesn't
    /// check that neighbouring blocks make up whole tiles.
    Mosaic(Grid grid, std::span<const Placement> placements, TileLibrary library,
           MosaicOrigin origin = {});

    /// Makes a mosaic of upright tiles without tint, without a second copy of the cells.
    /// tiles: rows x columns, row-major; no_tile for empty cells.
    /// Throws: as the constructor.
    [[nodiscard]] static Mosaic of_tiles(Grid grid, std::vector<TileId> tiles, TileLibrary library,
                                         MosaicOrigin origin = {});

    /// Returns this mosaic with another colour for empty cells; nullopt makes them transparent.
    /// They are white at first.
    [[nodiscard]] Mosaic with_background(std::optional<Rgb> colour) &&;

    [[nodiscard]] Grid grid() const noexcept { return grid_; }
    /// Returns the library that the tiles come from.
    [[nodiscard]] const TileLibrary &library() const noexcept { return library_; }
    [[nodiscard]] const MosaicOrigin &origin() const noexcept { return origin_; }
    /// Returns the shape of the tiles, px.
    [[nodiscard]] TileShape tile() const noexcept { return library_.info().tile; }
    [[nodiscard]] Size size() const noexcept { return size_; } ///< px

    /// Returns the colour of empty cells; nullopt if they are transparent.
    [[nodiscard]] std::optional<Rgb> background() const noexcept { return background_; }

    /// Returns true if any cell is empty.
    [[nodiscard]] bool has_empty() const noexcept { return variants_.back().is_empty(); }

    /// Returns the properties that decide which files can hold the mosaic.
    [[nodiscard]] MosaicForm form() const noexcept {
        return {grid_, tile(), has_empty() && !background_};
    }

    /// Returns the distinct placements, ascending. Each stands in at least one cell. The empty
    /// placement comes last.
    [[nodiscard]] std::span<const Placement> variants() const noexcept { return variants_; }

    /// Returns the index into variants() for each cell; rows x columns, row-major.
    [[nodiscard]] std::span<const VariantIndex> cells() const noexcept { return cells_; }

    /// Returns the part of cells() for one row. REQUIRES: 0 <= row < grid().rows.
    [[nodiscard]] std::span<const VariantIndex> cells_of(int row) const noexcept {
        const auto columns = static_cast<std::size_t>(grid_.columns);
        return cells().subspan(static_cast<std::size_t>(row) * columns, columns);
    }

    /// Returns the placement in one cell.
    /// REQUIRES: 0 <= row < grid().rows, 0 <= column < grid().columns.
    [[nodiscard]] Placement at(int row, int column) const noexcept {
        return variants_[cells_of(row)[static_cast<std::size_t>(column)]];
    }

    /// Returns the number of cells of each variant, in the order of variants().
    [[nodiscard]] std::vector<std::uint64_t> uses() const;

    /// Returns the number of empty cells.
    [[nodiscard]] std::uint64_t empty_cells() const;

    /// Returns the ids of the tiles in the mosaic, each once, ascending.
    [[nodiscard]] std::vector<TileId> distinct_tiles() const;

  private:
    Mosaic(Grid grid, TileLibrary library, MosaicOrigin origin, std::uint64_t cells);

    Grid grid_;
    Size size_;
    std::vector<Placement> variants_;
    std::vector<VariantIndex> cells_;
    TileLibrary library_;
    MosaicOrigin origin_;
    std::optional<Rgb> background_ = Rgb{};
};

/// The properties that a plan file records about itself. docs/formats.md describes the format byte
/// by byte.
struct PlanInfo {
    Grid grid{};
    TileShape tile{};
    Digest library{};
    std::uint32_t library_tiles = 0;
    MosaicOrigin origin{};
    std::optional<Rgb> background = Rgb{}; ///< see Mosaic::background()

    /// Returns the properties that decide which files can hold the mosaic.
    [[nodiscard]] MosaicForm form() const noexcept { return {grid, tile, !background}; }
};

/// Writes the mosaic's plan. It is a deflated TIFF whose pixels are tile ids and orientations. A
/// second band holds tints and blocks, if there are any.
/// Throws: Error{write_failed}, also if the file exists and `replace` is false.
TESSERA_API void save_plan(const Mosaic &mosaic, const std::string &path, bool replace = false);

/// Returns what a plan file records about itself; nullopt if the file isn't a plan.
/// Throws: Error{unreadable_image} if the plan is damaged or the file doesn't exist.
[[nodiscard]] TESSERA_API std::optional<PlanInfo> read_plan_info(const std::string &path);

/// Reads a plan that was made with this library.
/// Throws: Error{unreadable_image} if the file isn't a plan or is damaged; Error{invalid_argument}
/// if the plan was made with another library.
[[nodiscard]] TESSERA_API Mosaic load_plan(const std::string &path, const TileLibrary &library);

} // namespace tessera
