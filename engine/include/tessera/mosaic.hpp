// The whole plan of a mosaic, and not one pixel of it.
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

/// Added to each pixel of a tile; the sum is clamped to 0 .. 255.
struct Tint {
    std::int8_t red = 0, green = 0, blue = 0;

    auto operator<=>(const Tint &) const = default;
};

/// Which part of an enlarged tile one cell shows: the tile, turned and tinted, is made `scale`
/// times as wide and as high, and cut into scale x scale blocks of its own shape.
struct Block {
    std::uint8_t scale = 1; ///< 1, 2 or 4
    std::uint8_t column = 0, row = 0;

    auto operator<=>(const Block &) const = default;
};

/// Instead of a tile's id, where a cell stays empty.
inline constexpr TileId no_tile = 0xFFFF'FFFF;

/// What stands in one cell.
struct Placement {
    TileId tile = 0;
    Orientation orientation = Orientation::upright;
    Tint tint{};
    Block block{};

    /// Of a cell that stays empty; the last of all placements.
    [[nodiscard]] static constexpr Placement empty() noexcept { return {no_tile}; }
    [[nodiscard]] constexpr bool is_empty() const noexcept { return tile == no_tile; }

    auto operator<=>(const Placement &) const = default;
};

/// Index of a variant in its mosaic: of one of the distinct placements.
using VariantIndex = std::uint32_t;

/// Where a mosaic comes from; kept in its plan.
struct MosaicOrigin {
    std::string source{};     ///< file name of the source, without its folder
    Size source_size{};       ///< upright, px
    std::string descriptor{}; ///< that the tiles were matched by

    bool operator==(const MosaicOrigin &) const = default;
};

/// A text over a small alphabet: its variants, the distinct placements, and which of them stands in
/// each cell. 4 bytes a cell. Immutable; thread-safe.
class TESSERA_API Mosaic {
  public:
    /// placements: rows x columns, row-major.
    /// Throws: Error{invalid_argument} if their number isn't the grid's, if one of them is not a
    /// tile of the library, turns a tile that isn't square on its side, shows a block that there
    /// isn't or changes an empty cell, or as mosaic_size(). That neighbouring blocks make up whole
    /// tiles is not checked.
    Mosaic(Grid grid, std::span<const Placement> placements, TileLibrary library,
           MosaicOrigin origin = {});

    /// The same of upright tiles without tint, and without another copy of the cells.
    /// tiles: rows x columns, row-major; no_tile for empty cells.
    [[nodiscard]] static Mosaic of_tiles(Grid grid, std::vector<TileId> tiles, TileLibrary library,
                                         MosaicOrigin origin = {});

    /// The same with empty cells of that colour, or with transparent ones. They are white at first.
    [[nodiscard]] Mosaic with_background(std::optional<Rgb> colour) &&;

    [[nodiscard]] Grid grid() const noexcept { return grid_; }
    [[nodiscard]] const TileLibrary &library() const noexcept { return library_; }
    [[nodiscard]] const MosaicOrigin &origin() const noexcept { return origin_; }
    [[nodiscard]] TileShape tile() const noexcept { return library_.info().tile; }
    [[nodiscard]] Size size() const noexcept { return size_; } ///< px

    /// Of empty cells, should there be any; nothing if those are transparent.
    [[nodiscard]] std::optional<Rgb> background() const noexcept { return background_; }

    [[nodiscard]] bool has_empty() const noexcept { return variants_.back().is_empty(); }

    [[nodiscard]] MosaicForm form() const noexcept {
        return {grid_, tile(), has_empty() && !background_};
    }

    /// The distinct placements, ascending; each stands in a cell at least. An empty one comes last.
    [[nodiscard]] std::span<const Placement> variants() const noexcept { return variants_; }

    /// Which of variants() stands in each cell; rows x columns, row-major.
    [[nodiscard]] std::span<const VariantIndex> cells() const noexcept { return cells_; }

    /// The same for one row. REQUIRES: 0 <= row < grid().rows.
    [[nodiscard]] std::span<const VariantIndex> cells_of(int row) const noexcept {
        const auto columns = static_cast<std::size_t>(grid_.columns);
        return cells().subspan(static_cast<std::size_t>(row) * columns, columns);
    }

    /// REQUIRES: 0 <= row < grid().rows, 0 <= column < grid().columns.
    [[nodiscard]] Placement at(int row, int column) const noexcept {
        return variants_[cells_of(row)[static_cast<std::size_t>(column)]];
    }

    /// Cells that each variant stands in, by variant.
    [[nodiscard]] std::vector<std::uint64_t> uses() const;

    [[nodiscard]] std::uint64_t empty_cells() const;

    /// Ids of the tiles that stand in it, each once, ascending.
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

/// What a plan file says of itself; docs/formats.md has it to the byte.
struct PlanInfo {
    Grid grid{};
    TileShape tile{};
    Digest library{};
    std::uint32_t library_tiles = 0;
    MosaicOrigin origin{};
    std::optional<Rgb> background = Rgb{}; ///< as Mosaic::background()

    [[nodiscard]] MosaicForm form() const noexcept { return {grid, tile, !background}; }
};

/// Writes the mosaic's plan: a deflated TIFF whose pixels are tile ids and their orientations, and
/// with a second band of tints and blocks where there are any.
/// Throws: Error{write_failed}, also where the file exists and `replace` is false.
TESSERA_API void save_plan(const Mosaic &mosaic, const std::string &path, bool replace = false);

/// Nothing if the file isn't a plan, whatever it is. Throws: Error{unreadable_image} for a damaged
/// one, or where there is no such file.
[[nodiscard]] TESSERA_API std::optional<PlanInfo> read_plan_info(const std::string &path);

/// Throws: Error{unreadable_image} if it isn't a plan or is damaged; Error{invalid_argument} if it
/// was made with another library.
[[nodiscard]] TESSERA_API Mosaic load_plan(const std::string &path, const TileLibrary &library);

} // namespace tessera
