// Cells to tiles under rules: filled in the order of their detail, then improved by moves.
// Why: docs/decisions/rules-are-hard-and-likeness-is-soft.md
#pragma once

#include "match/arrange/board.hpp"
#include "match/assign/limits.hpp"
#include "match/cells/layout.hpp"
#include "match/tiles.hpp"

#include <tessera/match.hpp>
#include <tessera/run.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tessera::internal {

/// Which tile stands in each cell while that is being decided. Energy is the sum of the cells'
/// squared distances to their tiles, times their weights, and, with variety, of the penalties of
/// copies near each other.
class Arrangement {
  public:
    /// What it works on; all that is referred to must outlive it.
    struct Task {
        const Layout &layout;
        Targets &targets;
        const TileSet &tiles;
        const MatchOptions &options;
        RepetitionRules rules{};
        std::vector<double> prices{}; ///< of photos, where keep_to_limits() gave them
    };

    /// Finds each cell's candidates on all threads. Throws: Error{cancelled}.
    Arrangement(Task task, const RunOptions &run);

    /// Puts a tile in every cell, the most important first, then those of most detail. With
    /// `diffuse`, what a tile's colour is off by is made up for by the cells around it that are
    /// still empty: their targets change. Returns whether the rules left a tile for every cell; if
    /// not, all is as it was before.
    [[nodiscard]] bool fill();

    /// The same for a spacing that leaves hardly a choice: cells that may hold the same photo, each
    /// spacing + 1 from the next, share a part of the photos.
    [[nodiscard]] bool fill_by_pattern();

    /// Gives each photo that is used less than rules.min_use the cells that it suits best, from
    /// photos that can spare them. Returns whether that was possible.
    [[nodiscard]] bool use_all();

    /// Lowers the energy, the more the larger options.effort is; it never grows. With a spacing,
    /// squares of cells are reassigned; else, or where that leaves more to be had, cells take
    /// better photos and the one or two copies in their way move on. Source: the ejection chains of
    /// Glover 1996, doi:10.1016/0166-218X(94)00037-E, of length 2.
    void improve();

    [[nodiscard]] std::vector<Placement> placements() const;
    [[nodiscard]] double cost() const;         ///< mean squared distance
    [[nodiscard]] double nearest_cost() const; ///< the same of each cell's first candidate
    [[nodiscard]] std::uint64_t moves() const noexcept { return moves_; }

  private:
    /// A cell's new photo.
    struct Change {
        CellIndex cell = 0;
        Candidate candidate{};
    };
    /// What a cell and the copies in its way could do.
    struct Plan {
        float gain = 0;
        Change own{};
        std::size_t others_count = 0;
        std::array<Change, Surroundings::most_told> others{};
    };

    [[nodiscard]] std::span<const Candidate> candidates(CellIndex cell) const noexcept {
        return {&candidates_[std::size_t{cell} * width_], width_};
    }
    [[nodiscard]] PhotoIndex photo(const Candidate &candidate) const noexcept {
        return task_.tiles.photo_of(candidate.tile());
    }
    /// What a candidate is chosen by: its distance as the cell weighs it, and the price of its
    /// photo.
    [[nodiscard]] float worth(CellIndex cell, const Candidate &candidate) const noexcept {
        const float cost = task_.targets.weight(cell) * candidate.cost;
        return price_.empty() ? cost : cost + price_[photo(candidate)];
    }
    [[nodiscard]] std::vector<Candidate> look_up(CellIndex cell, std::size_t k) const;
    void find_candidates();
    void sort_cells();
    [[nodiscard]] std::optional<Candidate> best_for(CellIndex cell, Surroundings &around);
    [[nodiscard]] std::optional<Candidate> best_of_all(CellIndex cell, Surroundings &around) const;
    [[nodiscard]] std::optional<Candidate> best_in(CellIndex cell, std::span<const Candidate> some,
                                                   const Surroundings &around) const;
    void carry_error(CellIndex cell, const Candidate &placed);
    void limit_target(CellIndex cell);
    void put(const Change &change);
    [[nodiscard]] bool make_room(CellIndex cell);
    void drive_away(CellIndex cell, std::vector<CellIndex> &homeless);
    [[nodiscard]] std::vector<CellIndex> easiest_holders() const;
    void empty();

    /// Who gives squares of cells their photos anew.
    class Reassigner;

    [[nodiscard]] double energy();
    [[nodiscard]] bool can_reassign() const;
    void reassign();
    void reassign_squares(int sweep, int side, std::span<Reassigner> workers);
    void move_cells(int sweeps);
    bool move(CellIndex cell);
    void consider_moving_copies(CellIndex cell, const Candidate &wanted, float energy, Plan &best);
    void apply(const Plan &plan);
    void note_change(CellIndex cell);

    Task task_;
    const RunOptions &run_;
    std::vector<float> price_;          ///< photos; empty where there are none
    std::size_t width_;                 ///< candidates of a cell
    std::vector<Candidate> candidates_; ///< cells x width, each cell's nearest first
    std::vector<CellIndex> order_;      ///< that cells are gone through in
    std::vector<Candidate> standing_;   ///< cells
    std::optional<Board> board_;
    Surroundings here_, there_;
    float typical_loss_ = 0; ///< what the rules make a cell pay, as a rule of thumb
    std::uint64_t moves_ = 0;
    std::size_t steps_ = 0;                  ///< of make_room()
    std::vector<std::uint32_t> driven_away_; ///< cells: how often by make_room()
    std::vector<std::uint8_t> may_improve_;  ///< cells that something changed near to
};

/// A number that looks like chance.
/// Source: the finaliser of splitmix64, Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195.
[[nodiscard]] constexpr std::uint64_t scrambled(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

} // namespace tessera::internal
