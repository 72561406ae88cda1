// Which photo stands in which cell while that is being decided, and what stands around a cell.
#pragma once

#include "match/tiles.hpp"

#include <tessera/geometry.hpp>
#include <tessera/match.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tessera {

/// Index of a cell in its grid, row-major.
using CellIndex = std::uint32_t;

/// The cells' photos. Not thread-safe; but without limits to photos' uses, cells may be changed on
/// one thread while others look at cells further away than reach().
class Board {
  public:
    /// What stands in an empty cell: one more than the last photo.
    [[nodiscard]] PhotoIndex nothing() const noexcept {
        return static_cast<PhotoIndex>(uses_.size());
    }

    /// unit: what the nearest possible copy costs at full variety.
    Board(Grid grid, const RepetitionRules &rules, std::size_t photos, double unit);

    [[nodiscard]] Grid grid() const noexcept { return grid_; }
    [[nodiscard]] PhotoIndex at(CellIndex cell) const noexcept { return photos_[place_of(cell)]; }
    /// REQUIRES: uses are limited; else they aren't counted.
    [[nodiscard]] std::uint32_t uses(PhotoIndex photo) const noexcept { return uses_[photo]; }
    [[nodiscard]] bool is_full(PhotoIndex photo) const noexcept {
        return limited_ && uses_[photo] >= most_;
    }
    [[nodiscard]] bool is_scarce(PhotoIndex photo) const noexcept {
        return limited_ && uses_[photo] <= least_;
    }
    [[nodiscard]] int reach() const noexcept { return reach_; } ///< how far copies matter, in cells

    void put(CellIndex cell, PhotoIndex photo) noexcept; ///< REQUIRES: nothing stands there
    void clear(CellIndex cell) noexcept;                 ///< REQUIRES: something does

    /// Calls visit(photo, cell) for each cell around that is too near for a copy. Cells that are
    /// empty, or beyond the edge, have the photo nothing().
    template <class Visit> void for_each_too_near(CellIndex cell, Visit &&visit) const {
        const PhotoIndex *here = &photos_[place_of(cell)];
        for (const Step &step : too_near_)
            visit(here[step.places], static_cast<CellIndex>(static_cast<int>(cell) + step.cells));
    }
    /// Calls visit(photo, penalty) for each cell around where a copy is allowed, at a price.
    template <class Visit> void for_each_dear(CellIndex cell, Visit &&visit) const {
        const PhotoIndex *here = &photos_[place_of(cell)];
        for (const Step &step : dear_)
            visit(here[step.places], step.penalty);
    }

  private:
    /// From a cell to one nearby.
    struct Step {
        std::ptrdiff_t places; ///< in photos_
        int cells;             ///< in the grid
        float penalty;         ///< for a copy, where it is allowed
    };

    void add_steps(const RepetitionRules &rules, double unit);
    [[nodiscard]] std::size_t place_of(CellIndex cell) const noexcept { return places_[cell]; }

    Grid grid_;
    std::uint32_t least_, most_;
    bool limited_;
    int reach_;
    std::size_t stride_;                ///< of photos_
    std::vector<PhotoIndex> photos_;    ///< with a margin of `reach_` on all sides
    std::vector<std::uint32_t> places_; ///< of the cells, in photos_
    std::vector<std::uint32_t> uses_;
    std::vector<Step> too_near_, dear_;
};

/// The photos around a cell. Not thread-safe.
class Surroundings {
  public:
    /// As many copies are told one by one; of more only that there are more.
    static constexpr std::size_t most_told = 2;

    explicit Surroundings(std::size_t photos) : seen_(photos + 1) {} // one for nothing

    /// Looks at what stands around a cell now; not at the cell itself.
    void look(const Board &board, CellIndex cell);

    /// Copies of a photo that are too near.
    [[nodiscard]] std::size_t copies(PhotoIndex photo) const noexcept {
        return is_seen(photo) ? seen_[photo].copies : 0;
    }
    /// Where they stand. REQUIRES: i < min(copies(photo), most_told).
    [[nodiscard]] CellIndex copy(PhotoIndex photo, std::size_t i) const noexcept {
        return seen_[photo].where[i];
    }
    [[nodiscard]] float penalty(PhotoIndex photo) const noexcept {
        return is_seen(photo) ? seen_[photo].penalty : 0.0F;
    }

  private:
    struct Seen {
        std::uint32_t look = 0; ///< that it was seen in
        std::uint32_t copies = 0;
        float penalty = 0;
        std::array<CellIndex, most_told> where{};
    };

    [[nodiscard]] bool is_seen(PhotoIndex photo) const noexcept {
        return seen_[photo].look == look_;
    }

    std::vector<Seen> seen_;
    std::uint32_t look_ = 0;
};

} // namespace tessera
