#include "base/run.hpp"
#include "match/arrange.hpp"
#include "match/cells.hpp"
#include "match/checks.hpp"
#include "match/layout.hpp"
#include "match/limits.hpp"
#include "match/plane.hpp"
#include "match/rules.hpp"
#include "match/tiles.hpp"
#include "match/tint.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <algorithm>
#include <filesystem>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
namespace {

constexpr std::size_t cells_at_once = 256;

/// One match: the source, cut into cells, and what becomes of them.
class Match {
  public:
    Match(const Source &source, const TileLibrary &library, const MatchOptions &options,
          const RunOptions &run)
        : source_(source), library_(library), options_(options), run_(run),
          tiles_(library, options, run) {
        if (options.tint.strength > 0)
            means_.resize(options.grid.cells() * 3);
    }

    Matched run() && {
        if (options_.mask)
            filled_ = filled_cells(*options_.mask, options_.grid, library_.info().tile, run_);
        if (has_rules(options_))
            arrange();
        else
            take_nearest();
        if (options_.tint.strength > 0)
            tint();
        report_.relaxed = std::move(relaxed_);
        return {mosaic(), std::move(report_)};
    }

  private:
    [[nodiscard]] bool is_filled(std::size_t cell) const {
        return filled_.empty() || filled_[cell];
    }

    /// Hands filled cells and their vectors to `take`, on several threads.
    template <class Take> void read_cells(Take &&take) {
        const Descriptor &descriptor = tiles_.descriptor();
        const auto samples = static_cast<std::size_t>(descriptor.samples());
        const std::size_t numbers = samples * samples * 3;
        CellCutter cutter(
            options_.grid, descriptor.samples(),
            [&](const CellRun &run) {
                std::vector<std::size_t> cells;
                std::vector<double> vectors(run.count * tiles_.dim());
                for (std::size_t i = 0; i < run.count; ++i) {
                    if (!is_filled(run.at(i)))
                        continue;
                    const auto averages = run.averages.subspan(i * numbers, numbers);
                    descriptor.describe(averages, std::span(vectors).subspan(
                                                      cells.size() * tiles_.dim(), tiles_.dim()));
                    if (!means_.empty())
                        keep_mean(run.at(i), averages);
                    cells.push_back(run.at(i));
                }
                take(std::span(cells), std::span(vectors).first(cells.size() * tiles_.dim()));
            },
            run_);
        const AveragingSink sink{{cutter.parts()}, [&](const PartLine &line) { cutter.add(line); }};
        const Rect area = central_crop(source_.size(), options_.grid, library_.info().tile);
        source_.stream_averages(area, {&sink, 1}, run_, "match");
        cutter.finish();
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
        read_cells([&](std::span<const std::size_t> cells, std::span<const double> vectors) {
            std::vector<Candidate> best(cells.size());
            tiles_.nearest(vectors, best);
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (plain)
                    upright_[cells[i]] = best[i].tile();
                else
                    placements_[cells[i]] = best[i].placement();
        });
    }

    void arrange() {
        const Layout layout(options_.grid, filled_);
        auto [rules, relaxed] = settle_rules(options_.rules, layout, tiles_.photos());
        relaxed_ = std::move(relaxed);
        Targets targets = read_targets(layout);
        if (options_.importance)
            targets.weights = weights_of(layout);
        TransportPlan limits;
        if (rules.max_use > 0 || rules.min_use > 0)
            limits = keep_to_limits(targets, tiles_, rules, run_);
        if (rules.spacing == 0 && rules.variety == 0 && options_.diffuse == 0)
            take_plan(limits, layout, targets);
        else
            arrange(layout, targets, rules, limits.prices);
    }

    Targets read_targets(const Layout &layout) {
        Targets targets{tiles_.dim(), std::vector<float>(layout.size() * tiles_.dim())};
        std::vector<CellIndex> index_of(options_.grid.cells());
        for (CellIndex cell = 0; cell < layout.size(); ++cell)
            layout.for_each_cell(cell, [&](std::size_t part, Block) { index_of[part] = cell; });
        read_cells([&](std::span<const std::size_t> cells, std::span<const double> vectors) {
            for (std::size_t i = 0; i < cells.size(); ++i)
                std::ranges::transform(vectors.subspan(i * tiles_.dim(), tiles_.dim()),
                                       &targets.vectors[index_of[cells[i]] * tiles_.dim()],
                                       [](double value) { return static_cast<float>(value); });
        });
        return targets;
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
                placements_[cell] = placed[i];
                placements_[cell].block = block;
            });
    }

    /// Limits to photos' uses are all there is: their plan is the mosaic.
    void take_plan(const TransportPlan &plan, const Layout &layout, const Targets &targets) {
        std::vector<Placement> placed;
        double cost = 0;
        for (const Candidate &candidate : tiles_of(plan, targets, tiles_, run_)) {
            placed.push_back(candidate.placement());
            cost += candidate.cost;
        }
        lay_out(layout, placed);
        report_.cost = cost / double(targets.cells());
        report_.nearest_cost = nearest_cost(targets);
        report_.gap = plan.gap();
    }

    [[nodiscard]] double nearest_cost(const Targets &targets) const {
        double sum = 0;
        std::vector<Candidate> best;
        for (std::size_t cell = 0; cell < targets.cells(); cell += best.size()) {
            best.resize(std::min(cells_at_once, targets.cells() - cell));
            tiles_.nearest(targets.of(cell, best.size()), best);
            for (const Candidate &nearest : best)
                sum += nearest.cost;
        }
        return sum / double(targets.cells());
    }

    /// A spacing that turns out too large for the photos gives way, where it may.
    void arrange(const Layout &layout, Targets &targets, RepetitionRules rules,
                 const std::vector<double> &prices) {
        for (;; --rules.spacing) {
            Arrangement arrangement({layout, targets, tiles_, options_, rules, prices}, run_);
            if ((arrangement.fill() || arrangement.fill_by_pattern()) && arrangement.use_all()) {
                arrangement.improve();
                lay_out(layout, arrangement.placements());
                report_.cost = arrangement.cost();
                report_.nearest_cost = arrangement.nearest_cost();
                report_.moves = arrangement.moves();
                return;
            }
            const std::string why =
                fmt::format("found no way to keep copies of {} photos more than {} cells apart "
                            "within the limits to their uses",
                            tiles_.photos(), rules.spacing);
            if (!rules.relax || rules.spacing == 0)
                throw Error(ErrorCode::invalid_argument, why);
            relaxed_.push_back(fmt::format("{}: {} now", why, rules.spacing - 1));
        }
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
        MosaicOrigin origin{std::filesystem::path(source_.path()).filename().string(),
                            source_.size(), std::string(tiles_.descriptor().name())};
        Mosaic mosaic = placements_.empty()
                            ? Mosaic::of_tiles(options_.grid, std::move(upright_), library_, origin)
                            : Mosaic(options_.grid, placements_, library_, origin);
        return std::move(mosaic).with_background(options_.empty);
    }

    const Source &source_;
    const TileLibrary &library_;
    const MatchOptions &options_;
    const RunOptions &run_;
    TileSet tiles_;
    std::vector<float> means_;          ///< cells x 3, sRGB; only where tiles are tinted
    std::vector<bool> filled_;          ///< cells; empty: all are
    std::vector<TileId> upright_;       ///< cells; or:
    std::vector<Placement> placements_; ///< cells
    std::vector<std::string> relaxed_;
    MatchReport report_;
};

} // namespace

Matched match(const Source &source, const TileLibrary &library, const MatchOptions &options,
              const RunOptions &run) {
    check_grid(source, options.grid, library.info().tile);
    check_match(options, library.info().tiles);
    return Match(source, library, options, run).run();
}

} // namespace tessera
