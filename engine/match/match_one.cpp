#include "match/match_one.hpp"

#include "base/run.hpp"
#include "match/arrange/place.hpp"
#include "match/cells/layout.hpp"
#include "match/cells/plane.hpp"
#include "match/cells/quadtree.hpp"
#include "match/checks.hpp"
#include "match/tiles.hpp"
#include "match/tint.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace tessera::internal {
namespace {

/// Costs of cells, added up in their order whichever thread comes first. add() is thread-safe.
class Costs {
  public:
    /// first: the first of the cells that the tiles are for; no other call's.
    void add(std::size_t first, std::span<const Candidate> tiles) {
        double sum = 0;
        for (const Candidate &tile : tiles)
            sum += tile.cost;
        const std::lock_guard lock(mutex_);
        sums_.emplace_back(first, sum);
        cells_ += tiles.size();
    }

    /// 0 of no cells.
    [[nodiscard]] double mean() {
        std::ranges::sort(sums_);
        double all = 0;
        for (const auto &[first, sum] : sums_)
            all += sum;
        return cells_ == 0 ? 0 : all / static_cast<double>(cells_);
    }

  private:
    std::mutex mutex_;
    std::vector<std::pair<std::size_t, double>> sums_;
    std::size_t cells_ = 0;
};

/// One match: the subject, cut into cells, and what becomes of them.
class Match {
  public:
    Match(const Subject &subject, const Matching &how, const RunOptions &run)
        : subject_(subject), library_(how.library), options_(how.options), run_(run),
          tiles_(how.tiles), filled_(how.filled), coherence_(how.coherence) {
        if (options_.tint.strength > 0)
            means_.resize(options_.grid.cells() * 3);
    }

    Mosaic run(MatchReport *report) && {
        if (has_rules(options_) || options_.levels > 1)
            place();
        else
            take_nearest();
        if (options_.tint.strength > 0)
            tint();
        if (report)
            *report = std::move(report_);
        return mosaic();
    }

  private:
    [[nodiscard]] bool is_filled(std::size_t cell) const {
        return filled_.empty() || filled_[cell];
    }

    /// Hands runs of cells to `take`, on several threads.
    template <class Take> void read_cells(Take &&take) {
        subject_.cut(central_crop(subject_.size, options_.grid, library_.info().tile),
                     {options_.grid, tiles_.descriptor().samples()}, [&](const CellRun &run) {
                         for (std::size_t i = 0; i < run.count && !means_.empty(); ++i)
                             keep_mean(run.at(i), averages_of(run, i));
                         take(run);
                     });
    }

    [[nodiscard]] Placement in_library(Placement placement) const {
        placement.tile = tiles_.id_of(placement.tile);
        return placement;
    }

    static std::span<const double> averages_of(const CellRun &run, std::size_t i) {
        const std::size_t numbers = run.averages.size() / run.count;
        return run.averages.subspan(i * numbers, numbers);
    }

    struct Described {
        std::vector<std::size_t> cells{}; ///< those that are filled
        std::vector<double> vectors{};
    };

    [[nodiscard]] Described describe(const CellRun &run) const {
        Described result;
        std::vector<double> vector(tiles_.dim());
        for (std::size_t i = 0; i < run.count; ++i)
            if (is_filled(run.at(i))) {
                tiles_.descriptor().describe(averages_of(run, i), vector);
                result.cells.push_back(run.at(i));
                result.vectors.insert(result.vectors.end(), vector.begin(), vector.end());
            }
        return result;
    }

    void keep_mean(std::size_t cell, std::span<const double> averages) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            double sum = 0;
            for (std::size_t i = channel; i < averages.size(); i += 3)
                sum += averages[i];
            means_[cell * 3 + channel] = static_cast<float>(3 * sum / double(averages.size()));
        }
    }

    /// Each cell's nearest tile, as soon as its px were read.
    void take_nearest() {
        const bool plain = !options_.flip && !options_.rotate && options_.tint.strength == 0;
        if (plain)
            upright_.resize(options_.grid.cells(), no_tile);
        else
            placements_.resize(options_.grid.cells(), Placement::empty());
        Costs costs;
        read_cells([&](const CellRun &run) {
            const auto [cells, vectors] = describe(run);
            if (cells.empty())
                return;
            std::vector<Candidate> best(cells.size());
            if (coherence_)
                coherence_->nearest(cells, vectors, best);
            else
                tiles_.nearest(vectors, best);
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (plain)
                    upright_[cells[i]] = tiles_.id_of(best[i].tile());
                else
                    placements_[cells[i]] = in_library(best[i].placement());
            costs.add(cells.front(), best);
        });
        report_.cost = report_.nearest_cost = costs.mean();
    }

    /// All cells at once.
    void place() {
        Targets targets{tiles_.dim()};
        const Layout layout = options_.levels > 1 ? read_quadtree(targets) : read_grid(targets);
        if (options_.importance)
            targets.weights = weights_of(layout);
        Placed placed = place_tiles(layout, targets, tiles_, options_, run_);
        report_ = std::move(placed.report);
        report_.large_cells = {layout.counts()[1], layout.counts()[2]};
        lay_out(layout, placed.placements);
    }

    Layout read_grid(Targets &targets) {
        Layout layout(options_.grid, filled_);
        targets.vectors.resize(layout.size() * tiles_.dim());
        std::vector<CellIndex> index_of(options_.grid.cells());
        for (CellIndex cell = 0; cell < layout.size(); ++cell)
            layout.for_each_cell(cell, [&](std::size_t part, Block) { index_of[part] = cell; });
        read_cells([&](const CellRun &run) {
            auto [cells, vectors] = describe(run);
            if (coherence_)
                coherence_->pull(cells, vectors);
            for (std::size_t i = 0; i < cells.size(); ++i)
                targets.set(index_of[cells[i]],
                            std::span(vectors).subspan(i * tiles_.dim(), tiles_.dim()));
        });
        return layout;
    }

    Layout read_quadtree(Targets &targets) {
        const Descriptor &descriptor = tiles_.descriptor();
        CellAverages cells(options_.grid, descriptor.samples());
        read_cells([&](const CellRun &run) {
            for (std::size_t i = 0; i < run.count; ++i)
                cells.add(run.at(i), averages_of(run, i));
        });
        Layout layout = cells.layout(filled_, options_.levels, options_.flat);
        targets.vectors.resize(layout.size() * tiles_.dim());
        const auto samples = static_cast<std::size_t>(descriptor.samples());
        std::vector<double> averages(samples * samples * 3), vector(tiles_.dim());
        for (std::size_t i = 0; i < layout.size(); ++i) {
            cells.of(layout[i], averages);
            descriptor.describe(averages, vector);
            targets.set(i, vector);
            if (!means_.empty())
                even_out_means(layout, i);
        }
        return layout;
    }

    /// The parts of a large cell are to have one tint.
    void even_out_means(const Layout &layout, std::size_t place) {
        const auto parts = static_cast<float>(layout[place].scale * layout[place].scale);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            float sum = 0;
            layout.for_each_cell(
                place, [&](std::size_t cell, Block) { sum += means_[cell * 3 + channel]; });
            layout.for_each_cell(
                place, [&](std::size_t cell, Block) { means_[cell * 3 + channel] = sum / parts; });
        }
    }

    /// Of each place the mean of its cells'.
    [[nodiscard]] std::vector<float> weights_of(const Layout &layout) const {
        const auto of_cells =
            cell_weights(*options_.importance, options_.grid, library_.info().tile, run_);
        std::vector<float> weights(layout.size());
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const auto parts = static_cast<float>(layout[i].scale * layout[i].scale);
            layout.for_each_cell(
                i, [&](std::size_t cell, Block) { weights[i] += of_cells[cell] / parts; });
        }
        return weights;
    }

    void lay_out(const Layout &layout, std::span<const Placement> placed) {
        placements_.assign(options_.grid.cells(), Placement::empty());
        for (std::size_t i = 0; i < placed.size(); ++i)
            layout.for_each_cell(i, [&](std::size_t cell, Block block) {
                placements_[cell] = in_library(placed[i]);
                placements_[cell].block = block;
            });
    }

    void tint() {
        const auto features = library_.store().features();
        for (std::size_t cell = 0; cell < placements_.size(); ++cell) {
            if (placements_[cell].is_empty())
                continue;
            const double mean[] = {means_[cell * 3], means_[cell * 3 + 1], means_[cell * 3 + 2]};
            Placement &placement = placements_[cell];
            placement.tint =
                tint_towards(mean, features[placement.tile].mean.data(), options_.tint);
            report_.tinted += placement.tint != Tint{};
        }
    }

    [[nodiscard]] Mosaic mosaic() {
        MosaicOrigin origin{subject_.name, subject_.size, std::string(tiles_.descriptor().name())};
        Mosaic mosaic = placements_.empty()
                            ? Mosaic::of_tiles(options_.grid, std::move(upright_), library_, origin)
                            : Mosaic(options_.grid, placements_, library_, origin);
        return std::move(mosaic).with_background(options_.empty);
    }

    const Subject &subject_;
    const TileLibrary &library_;
    const MatchOptions &options_;
    const RunOptions &run_;
    const TileSet &tiles_;
    const std::vector<bool> &filled_;
    const Coherence *coherence_;        ///< null where cells have nothing to hold on to
    std::vector<float> means_;          ///< cells x 3, sRGB; only where tiles are tinted
    std::vector<TileId> upright_;       ///< cells; or:
    std::vector<Placement> placements_; ///< cells
    MatchReport report_;
};

} // namespace

Mosaic match_one(const Subject &subject, const Matching &how, const RunOptions &run,
                 MatchReport *report) {
    return Match(subject, how, run).run(report);
}

} // namespace tessera::internal
