#include "match/arrange/rules.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <spdlog/fmt/fmt.h>
#include <utility>

namespace tessera::internal {
namespace {

/// Side of a square of cells of which any two are as near as `spacing`: they need as many photos.
/// spacing + 1, or for Euclid's metric what has a diagonal no longer.
std::int64_t side_of_crowd(int spacing, SpacingMetric metric) {
    std::int64_t across = spacing;
    if (metric == SpacingMetric::euclid)
        while (across > 0 && 2 * across * across > std::int64_t{spacing} * spacing)
            --across;
    return across + 1;
}

/// Cells within a square of that side, where they are most.
using CrowdOf = std::function<std::uint64_t(std::int64_t side)>;

/// Throws, or notes that a rule gave way.
class Settler {
  public:
    Settler(const RepetitionRules &rules, std::uint64_t cells, CrowdOf crowd, std::size_t photos)
        : crowd_(std::move(crowd)), cells_(cells), photos_(photos), settled_{rules, {}} {}

    SettledRules settle() && {
        settle_min_use();
        settle_max_use();
        settle_spacing();
        return std::move(settled_);
    }

  private:
    void give_way(const std::string &why, const std::string &how) {
        if (!settled_.rules.relax)
            throw Error(ErrorCode::invalid_argument, why);
        settled_.relaxed.push_back(fmt::format("{}: {}", why, how));
    }

    void settle_min_use() {
        RepetitionRules &rules = settled_.rules;
        if (rules.max_use > 0 && rules.min_use > rules.max_use) {
            give_way(fmt::format("each photo is to be used at least {} times and at most {}",
                                 rules.min_use, rules.max_use),
                     fmt::format("at least {} times now", rules.max_use));
            rules.min_use = rules.max_use;
        }
        if (const auto most = cells_ / photos_; rules.min_use > most) {
            give_way(fmt::format("{} cells hold each of {} photos {} times at most; {} times was "
                                 "asked for",
                                 cells_, photos_, most, rules.min_use),
                     fmt::format("at least {} times now", most));
            rules.min_use = static_cast<std::uint32_t>(most);
        }
    }

    void settle_max_use() {
        RepetitionRules &rules = settled_.rules;
        const auto least = (cells_ + photos_ - 1) / photos_;
        if (rules.max_use > 0 && rules.max_use < least) {
            give_way(fmt::format("{} cells need at least {} uses of each of {} photos; {} at most "
                                 "was asked for",
                                 cells_, least, photos_, rules.max_use),
                     fmt::format("at most {} times now", least));
            rules.max_use = static_cast<std::uint32_t>(least);
        }
    }

    void settle_spacing() {
        RepetitionRules &rules = settled_.rules;
        const auto crowd = [&](int spacing) {
            return crowd_(side_of_crowd(spacing, rules.metric));
        };
        const auto needed = crowd(rules.spacing);
        if (needed <= photos_)
            return;
        int spacing = rules.spacing;
        while (crowd(spacing) > photos_)
            --spacing;
        give_way(fmt::format("a spacing of {} cells needs at least {} photos; there are {}",
                             rules.spacing, needed, photos_),
                 fmt::format("a spacing of {} now", spacing));
        rules.spacing = spacing;
    }

    CrowdOf crowd_;
    std::uint64_t cells_;
    std::size_t photos_;
    SettledRules settled_;
};

} // namespace

void check_rules(const RepetitionRules &rules) {
    if (rules.spacing < 0)
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("a spacing is 0 or more cells, not {}", rules.spacing));
    if (!(rules.variety >= 0 && rules.variety <= 1))
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("variety is 0 to 1, not {}", rules.variety));
}

SettledRules settle_rules(const RepetitionRules &rules, Grid grid, std::size_t photos) {
    check_rules(rules);
    const auto crowd = [grid](std::int64_t side) {
        return static_cast<std::uint64_t>(std::min<std::int64_t>(side, grid.columns) *
                                          std::min<std::int64_t>(side, grid.rows));
    };
    return Settler(rules, grid.cells(), crowd, photos).settle();
}

SettledRules settle_rules(const RepetitionRules &rules, const Layout &layout, std::size_t photos) {
    check_rules(rules);
    const auto crowd = [&](std::int64_t side) { return layout.most_within(side); };
    return Settler(rules, layout.size(), crowd, photos).settle();
}

} // namespace tessera::internal
