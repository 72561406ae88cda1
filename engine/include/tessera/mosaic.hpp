// The whole plan of a mosaic, and not one pixel of it.
#pragma once

#include <tessera/export.hpp>
#include <tessera/geometry.hpp>
#include <tessera/library.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// What stands in one cell.
struct Placement {
    TileId tile = 0;

    bool operator==(const Placement &) const = default;
};

/// Where a mosaic comes from; kept in its plan.
struct MosaicOrigin {
    std::string source{};     ///< file name of the source, without its folder
    Size source_size{};       ///< upright, px
    std::string descriptor{}; ///< that the tiles were matched by

    bool operator==(const MosaicOrigin &) const = default;
};

/// Grid, assignment and library. Immutable; thread-safe.
class TESSERA_API Mosaic {
  public:
    /// placements: rows x columns, row-major.
    /// Throws: Error{invalid_argument} if their number isn't the grid's, if one of them is not a
    /// tile of the library, or as mosaic_size().
    Mosaic(Grid grid, std::vector<Placement> placements, TileLibrary library,
           MosaicOrigin origin = {});

    [[nodiscard]] Grid grid() const noexcept { return grid_; }
    [[nodiscard]] const TileLibrary &library() const noexcept { return library_; }
    [[nodiscard]] const MosaicOrigin &origin() const noexcept { return origin_; }
    [[nodiscard]] TileShape tile() const noexcept { return library_.info().tile; }
    [[nodiscard]] Size size() const noexcept { return size_; } ///< px

    /// rows x columns, row-major.
    [[nodiscard]] std::span<const Placement> placements() const noexcept { return placements_; }

    /// REQUIRES: 0 <= row < grid().rows, 0 <= column < grid().columns.
    [[nodiscard]] Placement at(int row, int column) const noexcept {
        return placements_[static_cast<std::size_t>(row) * static_cast<std::size_t>(grid_.columns) +
                           static_cast<std::size_t>(column)];
    }

    /// Ids of the tiles that stand in it, each once, ascending.
    [[nodiscard]] std::vector<TileId> distinct_tiles() const;

  private:
    Grid grid_;
    Size size_;
    std::vector<Placement> placements_;
    TileLibrary library_;
    MosaicOrigin origin_;
};

/// What a plan file says of itself; docs/formats.md has it to the byte.
struct PlanInfo {
    Grid grid{};
    TileShape tile{};
    Digest library{};
    std::uint32_t library_tiles = 0;
    MosaicOrigin origin{};
};

/// Writes the mosaic's plan: a deflated TIFF of one 32-bit band, whose pixels are tile ids.
/// Throws: Error{write_failed}, also where the file exists and `replace` is false.
TESSERA_API void save_plan(const Mosaic &mosaic, const std::string &path, bool replace = false);

/// Nothing if the file isn't a plan. Throws: Error{unreadable_image} for a damaged one, or where
/// there is no such file.
[[nodiscard]] TESSERA_API std::optional<PlanInfo> read_plan_info(const std::string &path);

/// Throws: Error{unreadable_image} if it isn't a plan or is damaged; Error{invalid_argument} if it
/// was made with another library.
[[nodiscard]] TESSERA_API Mosaic load_plan(const std::string &path, const TileLibrary &library);

} // namespace tessera
