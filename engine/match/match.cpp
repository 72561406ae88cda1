#include "base/run.hpp"
#include "match/arrange.hpp"
#include "match/cells.hpp"
#include "match/limits.hpp"
#include "match/rules.hpp"
#include "match/tiles.hpp"
#include "match/tint.hpp"

#include <tessera/error.hpp>
#include <tessera/match.hpp>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera {
namespace {

constexpr std::size_t cells_at_once = 256;

bool has_rules(const MatchOptions &options) {
    const RepetitionRules &rules = options.rules;
    return rules.spacing > 0 || rules.max_use > 0 || rules.min_use > 0 || rules.variety > 0 ||
           options.diffuse > 0;
}

void check_ranges(const MatchOptions &options) {
    const auto check = [](const char *what, double found) {
        if (!(found >= 0 && found <= 1))
            throw Error(ErrorCode::invalid_argument,
                        fmt::format("{} is 0 to 1, not {}", what, found));
    };
    check("the weight of details", options.detail);
    check("the part of errors that is carried on", options.diffuse);
    if (options.effort < 0)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("effort is 0 or more, not {}", options.effort));
    check_tint(options.tint);
    if (has_rules(options) && options.grid.cells() > std::numeric_limits<std::int32_t>::max())
        throw Error(ErrorCode::unsupported,
                    fmt::format("rules are for up to {} cells; {} x {} are more",
                                std::numeric_limits<std::int32_t>::max(), options.grid.columns,
                                options.grid.rows));
}

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
    /// Hands each run of cells' vectors to `take`, on several threads.
    template <class Take> void read_cells(Take &&take) {
        const Descriptor &descriptor = tiles_.descriptor();
        const auto samples = static_cast<std::size_t>(descriptor.samples());
        const std::size_t numbers = samples * samples * 3;
        CellCutter cutter(
            options_.grid, descriptor.samples(),
            [&](const CellRun &cells) {
                std::vector<double> vectors(cells.count * tiles_.dim());
                for (std::size_t i = 0; i < cells.count; ++i) {
                    const auto averages = cells.averages.subspan(i * numbers, numbers);
                    descriptor.describe(averages,
                                        std::span(vectors).subspan(i * tiles_.dim(), tiles_.dim()));
                    if (!means_.empty())
                        keep_mean(cells.at(i), averages);
                }
                take(cells, vectors);
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
            upright_.resize(options_.grid.cells());
        else
            placements_.resize(options_.grid.cells());
        read_cells([&](const CellRun &cells, std::span<const double> vectors) {
            std::vector<Candidate> best(cells.count);
            tiles_.nearest(vectors, best);
            for (std::size_t i = 0; i < cells.count; ++i)
                if (plain)
                    upright_[cells.at(i)] = best[i].tile();
                else
                    placements_[cells.at(i)] = best[i].placement();
        });
    }

    void arrange() {
        auto [rules, relaxed] = settle_rules(options_.rules, options_.grid, tiles_.photos());
        relaxed_ = std::move(relaxed);
        Targets targets{tiles_.dim(), std::vector<float>(options_.grid.cells() * tiles_.dim())};
        read_cells([&](const CellRun &cells, std::span<const double> vectors) {
            for (std::size_t i = 0; i < cells.count; ++i)
                std::ranges::transform(vectors.subspan(i * tiles_.dim(), tiles_.dim()),
                                       &targets.vectors[cells.at(i) * tiles_.dim()],
                                       [](double value) { return static_cast<float>(value); });
        });
        TransportPlan limits;
        if (rules.max_use > 0 || rules.min_use > 0)
            limits = keep_to_limits(targets, tiles_, rules, run_);
        if (rules.spacing == 0 && rules.variety == 0 && options_.diffuse == 0)
            take_plan(limits, targets);
        else
            arrange(targets, rules, limits.prices);
    }

    /// Limits to photos' uses are all there is: their plan is the mosaic.
    void take_plan(const TransportPlan &plan, const Targets &targets) {
        for (const Candidate &candidate : tiles_of(plan, targets, tiles_, run_))
            placements_.push_back(candidate.placement());
        report_.cost = plan.cost / double(targets.cells());
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
    void arrange(Targets &targets, RepetitionRules rules, const std::vector<double> &prices) {
        for (;; --rules.spacing) {
            Arrangement arrangement({targets, tiles_, options_, rules, prices}, run_);
            if ((arrangement.fill() || arrangement.fill_by_pattern()) && arrangement.use_all()) {
                arrangement.improve();
                placements_ = arrangement.placements();
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
        return placements_.empty()
                   ? Mosaic::of_tiles(options_.grid, std::move(upright_), library_, origin)
                   : Mosaic(options_.grid, placements_, library_, origin);
    }

    const Source &source_;
    const TileLibrary &library_;
    const MatchOptions &options_;
    const RunOptions &run_;
    TileSet tiles_;
    std::vector<float> means_;          ///< cells x 3, sRGB; only where tiles are tinted
    std::vector<TileId> upright_;       ///< cells; or:
    std::vector<Placement> placements_; ///< cells
    std::vector<std::string> relaxed_;
    MatchReport report_;
};

} // namespace

void check_grid(const Source &source, Grid grid, TileShape tile) {
    const Rect area = central_crop(source.size(), grid, tile);
    if (area.width < grid.columns || area.height < grid.rows)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a grid of {} x {} cells needs at least as many px; '{}' has {} x "
                                "{}, of which {} x {} have the mosaic's shape",
                                grid.columns, grid.rows, source.path(), source.size().width,
                                source.size().height, area.width, area.height));
}

void check_match(const MatchOptions &options, std::uint32_t tiles) {
    check_ranges(options);
    static_cast<void>(settle_rules(options.rules, options.grid, tiles));
}

Matched match(const Source &source, const TileLibrary &library, const MatchOptions &options,
              const RunOptions &run) {
    check_grid(source, options.grid, library.info().tile);
    check_match(options, library.info().tiles);
    return Match(source, library, options, run).run();
}

} // namespace tessera
