// Which photo stands in which cell while that is being decided, and what stands around a cell.
#pragma once

#include "match/cells/layout.hpp"
#include "match/tiles.hpp"

#include <tessera/match.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace tessera::internal {

/// The filled cells' photos. Not thread-safe; but without limits to photos' uses, cells may be
/// changed on one thread while others look at cells further away than reach().
class Board {
  public:
    /// Instead of a cell, where there is none to be filled.
    static constexpr CellIndex no_cell = 0xFFFF'FFFF;

    /// What stands in an empty cell: one more than the last photo.
    [[nodiscard]] PhotoIndex nothing() const noexcept {
        return static_cast<PhotoIndex>(uses_.size());
    }

    /// unit: what the nearest possible copy costs at full variety.
    Board(const Layout &layout, const RepetitionRules &rules, std::size_t photos, double unit);

    [[nodiscard]] PhotoIndex at(CellIndex cell) const noexcept { return photos_[places_[cell]]; }
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

    /// Calls visit(photo, cell) for each cell around that is too near for a copy; once for each
    /// part of a large one. Cells that are empty have the photo nothing(); what lies beyond the
    /// edge or isn't to be filled is no_cell, too.
    template <class Visit> void for_each_too_near(CellIndex cell, Visit &&visit) const {
        const std::size_t here = places_[cell];
        for (const Step &step : steps_[level_of(cell)].too_near) {
            const std::size_t there = here + static_cast<std::size_t>(step.places);
            visit(photos_[there], cells_[there]);
        }
    }
    /// Calls visit(photo, penalty) for each cell around where a copy is allowed, at a price.
    template <class Visit> void for_each_dear(CellIndex cell, Visit &&visit) const {
        const PhotoIndex *here = &photos_[places_[cell]];
        for (const Step &step : steps_[level_of(cell)].dear)
            visit(here[step.places], step.penalty);
    }
    /// Calls visit(photo, cell) for each cell that touches this one, side by side or across the
    /// corner; `beside` tells which. Otherwise as for_each_too_near().
    template <class Visit> void for_each_touching(CellIndex cell, Visit &&visit) const {
        const int scale = layout_.get()[cell].scale;
        for (int y = -1; y <= scale; ++y)
            for (int x = -1; x <= scale; ++x) {
                const bool outside_x = x < 0 || x == scale, outside_y = y < 0 || y == scale;
                if (!outside_x && !outside_y)
                    continue;
                const std::size_t there = places_[cell] + static_cast<std::size_t>(y * stride_ + x);
                visit(photos_[there], cells_[there], outside_x != outside_y);
            }
    }

  private:
    /// From the first part of a cell to one nearby.
    struct Step {
        std::ptrdiff_t places; ///< in photos_
        float penalty;         ///< for a copy, where it is allowed
    };
    struct Steps {
        std::vector<Step> too_near{}, dear{};
    };

    [[nodiscard]] Steps steps_of(int scale, const RepetitionRules &rules, double unit) const;
    [[nodiscard]] std::size_t level_of(CellIndex cell) const noexcept {
        return static_cast<std::size_t>(layout_.get()[cell].scale / 2);
    }
    void fill(CellIndex cell, PhotoIndex photo) noexcept;

    std::reference_wrapper<const Layout> layout_;
    std::uint32_t least_, most_;
    bool limited_;
    int reach_, margin_;
    std::ptrdiff_t stride_;             ///< of photos_
    std::vector<PhotoIndex> photos_;    ///< of the grid, with a margin on all sides
    std::vector<CellIndex> cells_;      ///< that the photos stand in
    std::vector<std::uint32_t> places_; ///< of the cells' first parts, in photos_
    std::vector<std::uint32_t> uses_;
    std::array<Steps, 3> steps_; ///< by scale: 1, 2, 4
};

/// The photos around a cell. Not thread-safe.
class Surroundings {
  public:
    /// As many copies are told one by one; of more only that there are more.
    static constexpr std::size_t most_told = 2;

    explicit Surroundings(std::size_t photos) : seen_(photos + 1) {} // one for nothing

    /// Looks at what stands around a cell now; not at the cell itself.
    void look(const Board &board, CellIndex cell);

    /// Copies of a photo that are too near; beyond most_told, large ones may count for several.
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

} // namespace tessera::internal
