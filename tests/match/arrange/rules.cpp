#include "match/arrange/rules.hpp"

#include <tessera/error.hpp>

#include <doctest/doctest.h>

namespace tessera {
using namespace internal;

TEST_CASE("rules: what can't be met is refused with the numbers") {
    const Grid grid{128, 96};
    const auto refuses = [&](const RepetitionRules &rules, const char *why) {
        CHECK_THROWS_WITH_AS(static_cast<void>(settle_rules(rules, grid, 1000)),
                             doctest::Contains(why), Error);
    };
    refuses({.max_use = 5}, "12288 cells need at least 13 uses of each of 1000 photos; 5 at most");
    refuses({.min_use = 13}, "12288 cells hold each of 1000 photos 12 times at most; 13 times");
    refuses({.max_use = 13, .min_use = 14}, "at least 14 times and at most 13");
    refuses({.spacing = 31}, "a spacing of 31 cells needs at least 1024 photos; there are 1000");
    refuses({.spacing = -1}, "-1");
    refuses({.variety = 1.5}, "1.5");
}

TEST_CASE("rules: what can just be met is left as it is") {
    const RepetitionRules rules{.spacing = 30, .max_use = 13, .min_use = 12};
    const SettledRules settled = settle_rules(rules, {128, 96}, 1000);
    CHECK(settled.relaxed.empty());
    CHECK(settled.rules.spacing == 30);
    CHECK(settled.rules.max_use == 13);
    CHECK(settled.rules.min_use == 12);
    // No two cells are further apart than the grid is long: four photos fill it.
    CHECK(settle_rules({.spacing = 50}, {2, 2}, 4).rules.spacing == 50);
    CHECK_THROWS_AS(static_cast<void>(settle_rules({.spacing = 50}, {2, 2}, 3)), Error);
}

TEST_CASE("rules: with relax they give way, no further than they must, and say so") {
    const SettledRules settled =
        settle_rules({.spacing = 40, .max_use = 5, .min_use = 20, .relax = true}, {128, 96}, 1000);
    CHECK(settled.rules.min_use == 5);
    CHECK(settled.rules.max_use == 13);
    CHECK(settled.rules.spacing == 30);
    REQUIRE(settled.relaxed.size() == 3);
    CHECK(settled.relaxed[1].find("at most 13 times now") != std::string::npos);
    CHECK(settled.relaxed[2].find("a spacing of 30 now") != std::string::npos);
}

} // namespace tessera
