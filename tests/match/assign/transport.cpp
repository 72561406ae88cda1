#include "match/assign/transport.hpp"

#include <tessera/error.hpp>

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <functional>
#include <limits>
#include <numeric>

namespace tessera {
using namespace internal;
namespace {

/// Costs in a table, row-major.
class Table final : public TransportCosts {
  public:
    Table(std::size_t cells, std::size_t photos, const std::function<float(std::size_t)> &cost)
        : cells_(cells), photos_(photos), costs_(cells * photos) {
        for (std::size_t i = 0; i < costs_.size(); ++i)
            costs_[i] = cost(i);
    }

    [[nodiscard]] std::size_t cells() const noexcept override { return cells_; }
    [[nodiscard]] std::size_t photos() const noexcept override { return photos_; }
    void row(std::size_t cell, std::span<float> costs) const override {
        std::ranges::copy(std::span(costs_).subspan(cell * photos_, photos_), costs.begin());
    }
    [[nodiscard]] double at(std::size_t cell, std::size_t photo) const {
        return double{costs_[cell * photos_ + photo]};
    }

  private:
    std::size_t cells_, photos_;
    std::vector<float> costs_;
};

/// Whole numbers below `end`, by a generator that is quickly written in any language.
Table random_table(std::size_t cells, std::size_t photos, std::uint32_t seed, std::uint32_t end) {
    return {cells, photos, [seed, end](std::size_t) mutable {
                seed = seed * 1664525U + 1013904223U;
                return static_cast<float>((seed >> 8) % end);
            }};
}

std::vector<UseLimits> same(std::size_t photos, std::uint32_t min, std::uint32_t max) {
    return std::vector<UseLimits>(photos, {min, max});
}

void check_plan(const TransportPlan &plan, const Table &table, std::span<const UseLimits> limits) {
    REQUIRE(plan.photos.size() == table.cells());
    std::vector<std::uint32_t> uses(table.photos());
    double cost = 0;
    for (std::size_t cell = 0; cell < plan.photos.size(); ++cell) {
        REQUIRE(plan.photos[cell] < table.photos());
        ++uses[plan.photos[cell]];
        cost += table.at(cell, plan.photos[cell]);
    }
    CHECK(plan.cost == doctest::Approx(cost).epsilon(1e-12));
    for (std::size_t photo = 0; photo < uses.size(); ++photo) {
        CHECK(uses[photo] >= limits[photo].min);
        CHECK(uses[photo] <= limits[photo].max);
    }
}

/// What the prices prove, by the dual's definition and over every photo. None is used more often
/// than the others' mins leave room for.
double proven_by(const TransportPlan &plan, const Table &table, std::span<const UseLimits> limits) {
    double bound = 0, free = static_cast<double>(table.cells());
    for (const UseLimits &limit : limits)
        free -= limit.min;
    for (std::size_t cell = 0; cell < table.cells(); ++cell) {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t photo = 0; photo < table.photos(); ++photo)
            least = std::min(least, table.at(cell, photo) + plan.prices[photo]);
        bound += least;
    }
    for (std::size_t photo = 0; photo < table.photos(); ++photo) {
        const double price = plan.prices[photo];
        const double most = std::min<double>(limits[photo].max, limits[photo].min + free);
        if (std::isfinite(price))
            bound -= std::max(price * limits[photo].min, price * most);
    }
    return std::max(bound, 0.0);
}

double least_of_all(const Table &table, std::vector<UseLimits> left, std::size_t cell = 0) {
    if (cell == table.cells())
        return std::ranges::all_of(left, [](const UseLimits &limit) { return limit.min == 0; })
                   ? 0
                   : std::numeric_limits<double>::infinity();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t photo = 0; photo < table.photos(); ++photo) {
        if (left[photo].max == 0)
            continue;
        std::vector<UseLimits> rest = left;
        --rest[photo].max;
        rest[photo].min -= rest[photo].min > 0 ? 1 : 0;
        least = std::min(least, table.at(cell, photo) + least_of_all(table, rest, cell + 1));
    }
    return least;
}

/// Kuhn's algorithm by shortest paths, a column for each use of a photo. REQUIRES: cells <=
/// columns.
double least_by_kuhn(const Table &table, std::size_t uses) {
    const std::size_t n = table.cells(), m = table.photos() * uses;
    std::vector<double> u(n + 1), v(m + 1);
    std::vector<std::size_t> row_of(m + 1), back(m + 1);
    for (std::size_t i = 1; i <= n; ++i) {
        std::vector<double> least(m + 1, std::numeric_limits<double>::infinity());
        std::vector<bool> seen(m + 1);
        std::size_t j = 0;
        row_of[0] = i;
        do {
            seen[j] = true;
            std::size_t next = 0;
            double step = std::numeric_limits<double>::infinity();
            for (std::size_t k = 1; k <= m; ++k) {
                if (seen[k])
                    continue;
                const std::size_t row = row_of[j];
                const double slack = table.at(row - 1, (k - 1) / uses) - u[row] - v[k];
                if (slack < least[k]) {
                    least[k] = slack;
                    back[k] = j;
                }
                if (least[k] < step) {
                    step = least[k];
                    next = k;
                }
            }
            for (std::size_t k = 0; k <= m; ++k) {
                (seen[k] ? u[row_of[k]] : least[k]) += seen[k] ? step : -step;
                v[k] -= seen[k] ? step : 0;
            }
            j = next;
        } while (row_of[j] != 0);
        for (; j != 0; j = back[j])
            row_of[j] = row_of[back[j]];
    }
    return -v[0];
}

TransportPlan solve_exactly(const Table &table, std::span<const UseLimits> limits,
                            std::size_t candidates = 0) {
    return solve_transport(table, limits, {.gap = 0, .candidates = candidates});
}

} // namespace

TEST_CASE("transport: tiny cases cost what the best of all plans does") {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        const std::size_t cells = 3 + seed % 4, photos = 2 + seed % 3;
        const Table table = random_table(cells, photos, seed, seed % 2 == 0 ? 4 : 1000);
        std::vector<UseLimits> limits = same(photos, 0, 3);
        limits[0] = {2, 2};
        limits[1] = {1, seed % 5 == 0 ? UINT32_MAX : 4};
        CAPTURE(seed);
        const TransportPlan plan = solve_exactly(table, limits);
        check_plan(plan, table, limits);
        CHECK(plan.cost == least_of_all(table, limits));
        CHECK(plan.bound == doctest::Approx(plan.cost));
    }
}

TEST_CASE("transport: each photo at most so often costs what Kuhn's algorithm finds") {
    struct Task {
        unsigned cells, photos, uses, end;
    };
    for (const Task task : {Task{120, 30, 4, 100000}, Task{100, 30, 4, 50}, Task{60, 200, 1, 1000},
                            Task{90, 90, 1, 3}, Task{200, 7, 40, 100000}}) {
        const Table table = random_table(task.cells, task.photos, task.cells + task.end, task.end);
        const auto limits = same(task.photos, 0, task.uses);
        CAPTURE(task.cells);
        CAPTURE(task.end);
        for (const std::size_t candidates : {0U, 2U, 5U}) {
            const TransportPlan plan = solve_exactly(table, limits, candidates);
            check_plan(plan, table, limits);
            CHECK(plan.cost == least_by_kuhn(table, task.uses));
        }
    }
}

// The optima are of scipy 1.10.1's optimize.linprog (HiGHS).
TEST_CASE("transport: limits on both sides cost what a linear program does") {
    struct Case {
        std::size_t cells, photos;
        std::uint32_t seed, end, min, max;
        double optimum;
    };
    for (const Case &it :
         {Case{40, 8, 1, 1000, 5, 5, 4559}, Case{43, 8, 2, 1000, 5, 6, 5147},
          Case{60, 10, 3, 1000, 1, 12, 5213}, Case{60, 10, 4, 7, 6, 6, 16},
          Case{30, 30, 5, 1000, 1, 1, 1613}, Case{30, 50, 6, 1000, 0, 1, 661},
          Case{100, 20, 7, 100000, 3, 7, 444178}, Case{24, 6, 8, 100, 2, 100, 364}}) {
        CAPTURE(it.seed);
        const Table table = random_table(it.cells, it.photos, it.seed, it.end);
        const auto limits = same(it.photos, it.min, it.max);
        const TransportPlan plan = solve_exactly(table, limits);
        check_plan(plan, table, limits);
        CHECK(plan.cost == it.optimum);
    }
    const std::vector<UseLimits> mixed{{0, 0},  {1, 3}, {2, 9}, {3, 3}, {4, 6},
                                       {0, 50}, {1, 2}, {2, 8}, {3, 4}, {4, 5}};
    const Table table = random_table(50, 10, 9, 1000);
    const TransportPlan plan = solve_exactly(table, mixed);
    check_plan(plan, table, mixed);
    CHECK(plan.cost == 6408);
}

TEST_CASE("transport: the prices prove the bound, and the gap asked for is kept") {
    const Table table = random_table(3000, 150, 11, 1 << 20);
    for (const auto &[min, max] : {std::pair{20U, 20U}, {19U, 21U}, {1U, 40U}, {0U, 25U}}) {
        const auto limits = same(150, min, max);
        for (const double gap : {0.05, 0.001, 1e-6}) {
            const TransportPlan plan = solve_transport(table, limits, {.gap = gap});
            check_plan(plan, table, limits);
            CHECK(plan.gap() <= gap);
            CHECK(proven_by(plan, table, limits) >= plan.bound * (1 - 1e-9));
        }
    }
}

TEST_CASE("transport: ends where costs say little") {
    const std::size_t cells = 2400, photos = 200;
    std::function<float(std::size_t)> cost;
    SUBCASE("all 0") {
        cost = [](std::size_t) { return 0.0F; };
    }
    SUBCASE("all equal") {
        cost = [](std::size_t) { return 7.25F; };
    }
    SUBCASE("the same in every cell") {
        cost = [](std::size_t i) { return static_cast<float>(i % photos * (i % photos)); };
    }
    SUBCASE("two values") {
        cost = [](std::size_t i) { return (i * 2654435761U >> 7) % 5 == 0 ? 1.0F : 1000.0F; };
    }
    SUBCASE("one photo is everyone's, and the others are far off") {
        cost = [](std::size_t i) { return i % photos == 3 ? 1.0F : 1e6F; };
    }
    SUBCASE("many photos alike, and few cells that care") {
        cost = [](std::size_t i) {
            return i / photos % 100 == 0 ? static_cast<float>(i % 97) : i % photos < 150 ? 2 : 9e4F;
        };
    }
    const Table table(cells, photos, cost);
    for (const auto &[min, max] : {std::pair{12U, 12U}, {1U, 24U}, {0U, 13U}, {12U, 2400U}}) {
        const auto limits = same(photos, min, max);
        const TransportPlan plan = solve_transport(table, limits);
        check_plan(plan, table, limits);
        CHECK(plan.gap() <= 0.001);
    }
}

TEST_CASE("transport: without a limit that matters each cell has its cheapest photo") {
    const Table table = random_table(2000, 64, 5, 1 << 24);
    double cheapest = 0;
    for (std::size_t cell = 0; cell < table.cells(); ++cell) {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t photo = 0; photo < table.photos(); ++photo)
            least = std::min(least, table.at(cell, photo));
        cheapest += least;
    }
    const TransportPlan plan = solve_transport(table, std::vector<UseLimits>(64));
    CHECK(plan.cost == cheapest);
    CHECK(plan.gap() == 0);
}

TEST_CASE("transport: one photo fills all cells, and one cell has any photo") {
    const Table tall = random_table(9, 1, 3, 100);
    CHECK(solve_transport(tall, same(1, 9, 9)).photos == std::vector<std::uint32_t>(9, 0));
    const Table wide(1, 9, [](std::size_t i) { return static_cast<float>(9 - i); });
    CHECK(solve_transport(wide, same(9, 0, 1)).photos.front() == 8);
    auto forced = same(9, 0, 1);
    forced[2].min = 1;
    CHECK(solve_transport(wide, forced).photos.front() == 2);
    CHECK(solve_transport(Table(0, 2, {}), same(2, 0, 1)).photos.empty());
}

TEST_CASE("transport: the same at any number of threads") {
    const Table table = random_table(5000, 100, 8, 500);
    const auto limits = same(100, 45, 55);
    const TransportPlan one = solve_transport(table, limits, {}, {.threads = 1});
    const TransportPlan three = solve_transport(table, limits, {}, {.threads = 3});
    CHECK(one.photos == three.photos);
    CHECK(one.prices == three.prices);
}

TEST_CASE("transport: limits that no plan can keep are refused") {
    const Table table = random_table(10, 3, 1, 10);
    for (const auto &limits : {same(3, 0, 3), same(3, 4, 5), same(3, 4, 3), same(2, 0, 10)})
        CHECK_THROWS_AS((void)solve_transport(table, limits), Error);
}

TEST_CASE("transport: stops when asked to, and tells how far it has come") {
    const Table table = random_table(6000, 100, 8, 500);
    std::stop_source stop;
    RunOptions run{.cancel = stop.get_token()};
    run.progress = [&](const Progress &progress) {
        CHECK(progress.stage == "limit");
        if (progress.done > 0)
            stop.request_stop();
    };
    CHECK_THROWS_AS((void)solve_transport(table, same(100, 60, 60), {}, run), Error);
    CHECK(stop.stop_requested());
}

} // namespace tessera
