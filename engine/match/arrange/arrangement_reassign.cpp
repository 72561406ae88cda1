// Arrangement: squares of cells, no two of which may hold the same photo, are given the photos
// anew, each square in the best way that what stands around it allows.

#include "base/parallel.hpp"
#include "base/run.hpp"
#include "match/arrange/arrangement.hpp"
#include "match/assign/assignment.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace tessera::internal {
namespace {

constexpr int most_side = 8;                  // a square's cells are the bits of a number
constexpr std::size_t arcs_of_cell = 8;       // photos that a cell may choose from, besides its own
constexpr int quiet_sweeps = 3;               // at the end
constexpr std::size_t squares_of_thread = 64; // with fewer, threads mostly wait for each other

/// The largest square of which all cells are too near for copies.
int side_of(const RepetitionRules &rules) {
    const double step =
        rules.metric == SpacingMetric::chebyshev ? rules.spacing : rules.spacing / std::sqrt(2.0);
    return std::min(static_cast<int>(step) + 1, most_side);
}

/// Where a sweep's squares begin: no place is an edge often.
/// Source: the R2 sequence of M. Roberts, "The unreasonable effectiveness of quasirandom
/// sequences", 2018.
int shift(int sweep, double step, int side) {
    const double turns = sweep * step;
    return static_cast<int>((turns - std::floor(turns)) * side);
}

} // namespace

/// What one thread reassigns squares with.
class Arrangement::Reassigner {
  public:
    explicit Reassigner(Arrangement &all, int side)
        : all_(all), side_(side),
          spacing_(std::min(all.task_.rules.spacing, max_of(all.task_.layout.grid()))),
          assignment_(all.task_.tiles.photos()), around_(all.task_.tiles.photos()),
          blocked_(all.task_.tiles.photos() + 1) {
        find_masks();
    }

    /// The costs of one sweep are off by up to `noise`, at random.
    void prepare(int sweep, float noise) {
        sweep_ = static_cast<std::uint64_t>(sweep);
        noise_ = noise;
    }

    /// The square's first row and column, which may be beyond the edge.
    void operator()(int row, int column) {
        take_cells(row, column);
        if (cells_.size() < 2)
            return put_back();
        find_blocked(row, column);
        assignment_.clear();
        arcs_.clear();
        for (const auto &[cell, bit, old] : cells_)
            offer(cell, bit, old);
        const auto chosen = assignment_.solve();
        for (std::size_t i = 0; i < cells_.size(); ++i)
            all_.put({cells_[i].cell, arcs_[i][chosen[i]]});
    }

  private:
    struct Held {
        CellIndex cell;
        int bit;
        Candidate old;
    };
    struct Blocked {
        std::uint64_t square = 0;
        std::uint64_t cells = 0;
    };

    static int max_of(Grid grid) { return std::max(grid.columns, grid.rows); }

    void find_masks();
    void take_cells(int row, int column);
    void put_back();
    void find_blocked(int row, int column);
    void offer(CellIndex cell, int bit, const Candidate &old);

    Arrangement &all_;
    int side_, spacing_;
    Assignment assignment_;
    Surroundings around_;
    std::vector<std::uint64_t> masks_; ///< of each place around: the cells it is too near to
    std::vector<Blocked> blocked_;     ///< photos: the cells they are blocked for
    std::uint64_t square_ = 0;         ///< that blocked_ is of
    std::vector<Held> cells_;          ///< of the square
    std::vector<std::array<Candidate, arcs_of_cell + 1>> arcs_; ///< cells of the square
    std::uint64_t sweep_ = 0;
    float noise_ = 0;
};

void Arrangement::Reassigner::find_masks() {
    const bool square = all_.task_.rules.metric == SpacingMetric::chebyshev;
    for (int y = -spacing_; y < side_ + spacing_; ++y)
        for (int x = -spacing_; x < side_ + spacing_; ++x) {
            std::uint64_t mask = 0;
            for (int bit = 0; bit < side_ * side_; ++bit) {
                const int down = std::abs(y - bit / side_), across = std::abs(x - bit % side_);
                const bool near = square ? std::max(down, across) <= spacing_
                                         : down * down + across * across <= spacing_ * spacing_;
                mask |= std::uint64_t{near} << bit;
            }
            masks_.push_back(mask);
        }
}

/// Photos that are used no more often than they must be stay where they are.
void Arrangement::Reassigner::take_cells(int row, int column) {
    cells_.clear();
    const Grid grid = all_.task_.layout.grid();
    for (int y = std::max(0, row); y < std::min(grid.rows, row + side_); ++y)
        for (int x = std::max(0, column); x < std::min(grid.columns, column + side_); ++x) {
            const auto cell = static_cast<CellIndex>(y * grid.columns + x);
            if (!all_.board_->is_scarce(all_.board_->at(cell)))
                cells_.push_back({cell, (y - row) * side_ + x - column, all_.standing_[cell]});
        }
    for (const Held &held : cells_)
        all_.board_->clear(held.cell);
}

void Arrangement::Reassigner::put_back() {
    for (const Held &held : cells_)
        all_.put({held.cell, held.old});
}

void Arrangement::Reassigner::find_blocked(int row, int column) {
    ++square_;
    const Grid grid = all_.task_.layout.grid();
    const int width = side_ + 2 * spacing_;
    for (int y = std::max(0, row - spacing_); y < std::min(grid.rows, row + side_ + spacing_); ++y)
        for (int x = std::max(0, column - spacing_);
             x < std::min(grid.columns, column + side_ + spacing_); ++x) {
            Blocked &seen = blocked_[all_.board_->at(static_cast<CellIndex>(y * grid.columns + x))];
            if (seen.square != square_)
                seen = {square_, 0};
            seen.cells |= masks_[static_cast<std::size_t>((y - row + spacing_) * width + x -
                                                          column + spacing_)];
        }
}

/// Of the photos that are free for a cell, those of the least worth, and its old one.
void Arrangement::Reassigner::offer(CellIndex cell, int bit, const Candidate &old) {
    const bool dear = all_.task_.rules.variety > 0;
    if (dear)
        around_.look(*all_.board_, cell);
    assignment_.next_row();
    auto &arcs = arcs_.emplace_back();
    std::size_t count = 0;
    std::uint64_t chance = scrambled(all_.task_.options.seed ^ scrambled(sweep_ << 32 | cell));
    const PhotoIndex owner = all_.photo(old);
    const auto add = [&](const Candidate &candidate, PhotoIndex photo) {
        chance = chance * 6364136223846793005U + 1442695040888963407U;
        const float cost = all_.worth(cell, candidate) + (dear ? around_.penalty(photo) : 0.0F);
        assignment_.add(photo, cost + noise_ * static_cast<float>(chance >> 40) * 0x1p-24F);
        arcs[count++] = candidate;
    };
    bool has_old = false;
    for (const Candidate &candidate : all_.candidates(cell)) {
        if (count == arcs_of_cell)
            break;
        const PhotoIndex photo = all_.photo(candidate);
        const Blocked &seen = blocked_[photo];
        if ((seen.square == square_ && (seen.cells >> bit & 1) != 0) || all_.board_->is_full(photo))
            continue;
        has_old = has_old || photo == owner;
        add(candidate, photo);
    }
    if (!has_old)
        add(old, owner);
}

/// Squares of one colour are so far apart that they don't see each other: the order they come in
/// makes no difference. Noise that fades lets cells leave what is best for the moment only.
/// Source: the noising method of Charon and Hudry 1993, doi:10.1016/0167-6377(93)90023-A.
void Arrangement::reassign() {
    const int side = side_of(task_.rules);
    const int sweeps = task_.options.effort;
    const bool limited = task_.rules.max_use > 0 || task_.rules.min_use > 0;
    const int threads = limited ? 1 : threads_of(run_); // limits tie all squares to each other
    std::vector<Reassigner> workers(static_cast<std::size_t>(threads), Reassigner(*this, side));
    ProgressCounter progress(run_, "improve", order_.size() * static_cast<std::size_t>(sweeps));
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        const int noisy = sweeps - quiet_sweeps;
        const auto part =
            static_cast<float>(std::max(0, noisy - sweep)) / float(std::max(1, noisy));
        for (Reassigner &worker : workers)
            worker.prepare(sweep, part * typical_loss_);
        reassign_squares(sweep, side, workers);
        progress.add(order_.size());
    }
}

void Arrangement::reassign_squares(int sweep, int side, std::span<Reassigner> workers) {
    const int up = shift(sweep, 0.7548776662466927, side);
    const int left = shift(sweep, 0.5698402909980532, side);
    const int rows = (task_.layout.grid().rows + up + side - 1) / side;
    const int columns = (task_.layout.grid().columns + left + side - 1) / side;
    const int colours = (board_->reach() + side - 1) / side + 1; // along a side
    for (int colour = 0; colour < colours * colours; ++colour) {
        const int first = colour / colours, left_first = colour % colours;
        const int down = (rows - first + colours - 1) / colours;
        const int across = (columns - left_first + colours - 1) / colours;
        if (down <= 0 || across <= 0)
            continue;
        std::atomic<std::size_t> next = 0;
        const auto count = static_cast<std::size_t>(down) * static_cast<std::size_t>(across);
        const std::size_t threads =
            std::clamp(count / squares_of_thread, std::size_t{1}, workers.size());
        parallel_for(count, static_cast<int>(threads), [&] {
            return [&, worker = &workers[next++]](std::size_t i) {
                throw_if_cancelled(run_);
                const int y = first + static_cast<int>(i) / across * colours;
                const int x = left_first + static_cast<int>(i) % across * colours;
                (*worker)(y * side - up, x * side - left);
            };
        });
    }
}

bool Arrangement::can_reassign() const {
    // Where errors are carried, distances of candidates are to other targets.
    // Squares are of cells of the grid, all of them filled.
    return side_of(task_.rules) > 1 && task_.options.diffuse == 0 &&
           task_.layout.size() == task_.layout.grid().cells();
}

} // namespace tessera::internal
